import type { CategoryPreferences } from '@storefront-events/plan/wire';
import {
  defaultScript,
  signalsOf,
  SIGNALS,
  updateConsentMode,
  type SignalMapping,
} from './google-consent-mode.ts';

const mapping: SignalMapping = {
  ad_storage: 'marketing',
  ad_user_data: 'marketing',
  ad_personalization: 'marketing',
  analytics_storage: 'analytics',
  security_storage: 'necessary',
};

type Page = Window & {
  dataLayer?: ArrayLike<unknown>[];
  gtag?: (...command: unknown[]) => void;
  eval: (text: string) => void;
};

/** A page with the script in its head; `head` runs before it. */
function openPage(head = ''): Page {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const page = frame.contentWindow as unknown as Page;
  page.eval(head + defaultScript());
  return page;
}

const commands = ({ dataLayer = [] }: Page) =>
  dataLayer.map((command) => Array.from(command));

const all = (value: string) =>
  Object.fromEntries(SIGNALS.map((signal) => [signal, value]));

describe('the signals', () => {
  it('follow their categories, and what is not mapped is denied', () => {
    expect(
      signalsOf(mapping, {
        analytics: true,
        marketing: false,
        necessary: true,
      }),
    ).toEqual({
      ...all('denied'),
      analytics_storage: 'granted',
      security_storage: 'granted',
    });
  });

  it.each<CategoryPreferences | undefined>([undefined, {}, { no: true }])(
    'are denied by silence: %j',
    (preferences) => {
      expect(signalsOf(mapping, preferences)).toEqual(all('denied'));
    },
  );
});

describe('on a page', () => {
  it('the default comes first, and denies everything', () => {
    expect(commands(openPage())).toEqual([
      ['consent', 'default', { ...all('denied'), wait_for_update: 500 }],
    ]);
  });

  it('updates come after it, and a withdrawal denies again', () => {
    const page = openPage();
    page.gtag?.('js', 'now');
    updateConsentMode(page, mapping, { analytics: true, marketing: true });
    updateConsentMode(page, mapping, { analytics: false, marketing: false });
    expect(commands(page).map(([name, kind]) => [name, kind])).toEqual([
      ['consent', 'default'],
      ['js', 'now'],
      ['consent', 'update'],
      ['consent', 'update'],
    ]);
    expect(
      commands(page)
        .slice(2)
        .map(([, , signals]) => signals),
    ).toEqual([
      signalsOf(mapping, { analytics: true, marketing: true }),
      all('denied'),
    ]);
  });

  it('commands are arguments, not arrays, which Google would ignore', () => {
    const page = openPage();
    updateConsentMode(page, mapping, undefined);
    expect(
      page.dataLayer?.map((command) => Object.prototype.toString.call(command)),
    ).toEqual(['[object Arguments]', '[object Arguments]']);
  });

  it('what the page has of Google already is kept', () => {
    const page = openPage(
      'window.dataLayer=[["before"]];window.gtag=function(){dataLayer.push(["own",arguments[1]])};',
    );
    expect(commands(page)).toEqual([['before'], ['own', 'default']]);
  });

  it('an update works where the default was left out', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const page = frame.contentWindow as unknown as Page;
    updateConsentMode(page, mapping, { analytics: true });
    expect(commands(page)).toHaveLength(1);
  });
});
