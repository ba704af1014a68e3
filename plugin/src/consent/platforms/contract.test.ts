import { CATEGORY_ID } from '@storefront-events/plan/wire';
import type { PlatformReading } from '../platform.ts';
import { PLATFORMS } from './names.ts';
import { c15t } from './testing/c15t.ts';
import { cookiebot } from './testing/cookiebot.ts';
import { custom } from './testing/custom.ts';
import type { Driver, Past } from './testing/driver.ts';
import { gpp } from './testing/gpp.ts';
import { ketch } from './testing/ketch.ts';
import { klaro } from './testing/klaro.ts';
import { onetrust } from './testing/onetrust.ts';
import { osano } from './testing/osano.ts';
import { shopify } from './testing/shopify.ts';
import { tcf } from './testing/tcf.ts';
import { usercentrics } from './testing/usercentrics.ts';
import { vanillaCookieconsent } from './testing/vanilla-cookieconsent.ts';
import { watchOn } from './testing/watch.ts';

const DRIVERS: Readonly<Record<string, Driver>> = {
  'vanilla-cookieconsent': vanillaCookieconsent,
  klaro,
  c15t,
  onetrust,
  cookiebot,
  ketch,
  osano,
  usercentrics,
  shopify,
  tcf,
  gpp,
  custom,
};

afterEach(() => {
  jest.restoreAllMocks();
  document.body.replaceChildren();
});

it('is held by every platform there is', () => {
  expect(Object.keys(DRIVERS).concat('none')).toEqual([...PLATFORMS]);
});

describe.each(Object.entries(DRIVERS))('%s', (_, driver) => {
  const { categories, keepsTime, knowsYes, region } = driver;
  const NO = Object.fromEntries(
    categories.map((category) => [category, false]),
  );
  const YES = Object.fromEntries(
    categories.map((category) => [category, true]),
  );

  const reading = (answer: Past, decidedAt: string | undefined) =>
    answer === 'nothing' || (answer === 'yes' && knowsYes === false)
      ? { status: 'pending', region }
      : {
          status: 'decided',
          categoryPreferences: answer === 'yes' ? YES : NO,
          decidedAt,
          region,
        };

  it('names its categories so that they can travel', () => {
    expect(categories.filter((id) => !CATEGORY_ID.test(id))).toEqual([]);
  });

  it('says nothing while it is not there', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    const { readings, settle, stop, open } = watchOn(driver);
    open();
    await settle();
    stop();
    expect(decided(readings)).toEqual([]);
  });

  it('is pending until the visitor decides', async () => {
    const { readings, settle, stop } = watchOn(driver, 'nothing');
    await settle();
    stop();
    expect(decided(readings)).toEqual([]);
  });

  it.each(['yes', 'no'] as const)('tells a first %s, now', async (answer) => {
    const { last, settle, running, tick, stop } = watchOn(driver, 'nothing');
    await settle();
    const time = tick();
    running.decide(answer);
    await settle();
    stop();
    expect(last()).toEqual(reading(answer, time));
  });

  it.each([
    ['withdrawal', 'yes', 'no'],
    ['change of mind', 'no', 'yes'],
  ] as const)('tells a %s, now', async (_, past, answer) => {
    const { last, settle, running, tick, stop } = watchOn(driver, past);
    await settle();
    const time = tick();
    running.decide(answer);
    await settle();
    stop();
    expect(last()).toEqual(reading(answer, time));
  });

  it.each(['yes', 'no'] as const)(
    'knows the %s of a returning visitor, from before this page',
    async (past) => {
      const { last, settle, stage, stop } = watchOn(driver, past);
      await settle();
      stop();
      expect(last()).toEqual(reading(past, keepsTime ? stage.past : undefined));
    },
  );

  if (!driver.isThereFirst)
    it('may come later', async () => {
      const { last, settle, start, stage, stop, until } = watchOn(driver);
      await settle();
      start('no');
      await until(() => last()?.status === 'decided');
      stop();
      expect(last()).toEqual(reading('no', keepsTime ? stage.past : undefined));
    });

  it('is not heard any more once stopped', async () => {
    const { readings, settle, running, stop } = watchOn(driver, 'nothing');
    await settle();
    stop();
    const before = readings.length;
    running.decide('yes');
    running.decide('no');
    await settle();
    expect(readings.slice(before)).toEqual([]);
  });

  it.each(Object.entries(driver.hostile))(
    'with %s is no choice',
    async (_, put) => {
      jest.spyOn(console, 'error').mockReturnValue();
      const early = watchOn(driver, put);
      await early.settle();
      early.open();
      early.stop();
      const late = watchOn(driver);
      put(late.stage);
      await late.settle();
      late.open();
      late.stop();
      expect(decided([...early.readings, ...late.readings])).toEqual([]);
    },
  );

  if (driver.opens !== false)
    it('shows its preferences', () => {
      const { running, open, stop } = watchOn(driver, 'nothing');
      open();
      stop();
      expect(running.shown()).toBe(1);
    });
});

function decided(readings: readonly PlatformReading[]) {
  return readings.filter(({ status }) => status === 'decided');
}
