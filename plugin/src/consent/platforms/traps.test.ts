import type { PlatformReading } from '../platform.ts';
import { c15t } from './testing/c15t.ts';
import { cookiebot, onCookiebotPage } from './testing/cookiebot.ts';
import type { Driver } from './testing/driver.ts';
import { gpp, onGppPage } from './testing/gpp.ts';
import { ketch, onKetchPage } from './testing/ketch.ts';
import { klaro } from './testing/klaro.ts';
import { onetrust, onOneTrustPage } from './testing/onetrust.ts';
import { onOsanoPage, osano } from './testing/osano.ts';
import { onShopifyPage, shopify } from './testing/shopify.ts';
import { onTcfPage, tcf } from './testing/tcf.ts';
import { onUsercentricsPage, usercentrics } from './testing/usercentrics.ts';
import { vanillaCookieconsent } from './testing/vanilla-cookieconsent.ts';
import { watchOn } from './testing/watch.ts';

afterEach(() => {
  jest.restoreAllMocks();
  document.body.replaceChildren();
});

const answersOf = (reading: PlatformReading | undefined) =>
  reading?.status === 'decided' ? reading.categoryPreferences : undefined;

const timeOf = (reading: PlatformReading | undefined) =>
  reading?.status === 'decided' ? reading.decidedAt : undefined;

/** A driver's adapter, before its platform is there. */
const on = (driver: Driver) => watchOn(driver);

describe('vanilla-cookieconsent', () => {
  it('is read where a script tag ran it before us, its events over', () => {
    const { last } = watchOn(vanillaCookieconsent, 'yes');
    expect(answersOf(last())).toEqual({ analytics: true, marketing: true });
  });
});

describe('klaro', () => {
  it('tells no switch that is moved, but not saved', () => {
    const { stage, last, readings } = watchOn(klaro, 'yes');
    const before = readings.length;
    const manager = managerOf(stage.window);
    manager.consents = { segment: false, matomo: false, meta: false };
    manager.notify('consents');
    expect(readings.slice(before)).toEqual([]);
    expect(answersOf(last())).toEqual({ analytics: true, meta: true });
  });

  it('is pending again once reset', () => {
    const { stage, last } = watchOn(klaro, 'yes');
    const manager = managerOf(stage.window);
    manager.confirmed = false;
    manager.notify('consents');
    expect(last()?.status).toBe('pending');
  });

  it('needs a yes to every service of a purpose', () => {
    const { stage, last } = watchOn(klaro, 'yes');
    const manager = managerOf(stage.window);
    manager.savedConsents = { segment: true, matomo: false, meta: true };
    manager.notify('saveConsents');
    expect(answersOf(last())).toEqual({ analytics: false, meta: true });
  });

  interface Manager {
    confirmed: boolean;
    consents: Record<string, boolean>;
    savedConsents: Record<string, boolean>;
    notify: (event: string) => void;
  }
  const managerOf = (page: Record<string, unknown>) =>
    (page['klaro'] as { getManager: () => Manager }).getManager();
});

describe('c15t', () => {
  it('is pending where an opt-out region grants everything by itself', () => {
    const { stage, last } = watchOn(c15t, 'nothing');
    const { getState } = stage.window['c15tStore'] as {
      getState: () => { consents: Record<string, boolean> };
    };
    Object.assign(getState().consents, { measurement: true, marketing: true });
    const again = watchOn(c15t, ({ window }) => {
      window['c15tStore'] = stage.window['c15tStore'];
    });
    expect([last()?.status, again.last()?.status]).toEqual([
      'pending',
      'pending',
    ]);
  });
});

describe('onetrust', () => {
  const start = (past: 'nothing' | 'yes' | 'no', defaults?: string) => {
    const watched = on(onetrust);
    return { ...watched, ...onOneTrustPage(watched.stage, past, defaults) };
  };

  it('is pending as long as the banner is open, whatever is announced', async () => {
    const { last, settle } = start('nothing', 'active');
    await settle();
    expect(last()).toEqual({ status: 'pending', region: 'US-CA' });
  });

  it('takes a closed banner for no yes where silence is one', async () => {
    const { decide, last, settle } = start('nothing', 'active');
    decide('yes');
    await settle();
    expect(last()?.status).toBe('pending');
    decide('no');
    await settle();
    expect(answersOf(last())).toEqual({ C0002: false, C0004: false });
  });

  it('keeps what it knows while the global is a plain object, and hears the next one', async () => {
    const { stage, decide, announce, oneTrust, last, settle } = start('yes');
    stage.window['OneTrust'] = {};
    announce();
    await settle();
    expect(answersOf(last())).toEqual({ C0002: true, C0004: true });
    stage.window['OneTrust'] = { ...oneTrust };
    decide('no');
    await settle();
    expect(answersOf(last())).toEqual({ C0002: false, C0004: false });
  });

  it('looks again after the event, should the banner count as closed only then', async () => {
    const { stage, oneTrust, announce, last, settle } = start('nothing');
    stage.window['OnetrustActiveGroups'] = ',C0001,C0002,C0004,';
    announce();
    expect(last()?.status).toBe('pending');
    oneTrust.IsAlertBoxClosed = () => true;
    await settle();
    expect(answersOf(last())).toEqual({ C0002: true, C0004: true });
  });
});

describe('cookiebot', () => {
  it('hears of a returning visitor by CookiebotOnConsentReady alone', () => {
    const { stage, last } = on(cookiebot);
    onCookiebotPage(stage, 'yes');
    expect(last()).toMatchObject({
      categoryPreferences: { statistics: true, marketing: true },
      decidedAt: stage.past,
    });
  });
});

describe('ketch', () => {
  const start = (past: 'nothing' | 'yes' | 'no', needsOptIn?: boolean) => {
    const watched = on(ketch);
    return { ...watched, ...onKetchPage(watched.stage, past, needsOptIn) };
  };

  it('fills the queue that the tag empties', () => {
    expect(answersOf(start('yes').last())).toEqual({
      analytics: true,
      behavioral_advertising: true,
    });
  });

  it.each(['nothing', 'yes'] as const)(
    'is pending where nothing needs an opt-in, having said %s',
    (past) => {
      expect(start(past, false).last()).toEqual({
        status: 'pending',
        region: 'US-CA',
      });
    },
  );

  it('knows an objection where nothing needs an opt-in', () => {
    expect(answersOf(start('no', false).last())).toEqual({
      analytics: false,
      behavioral_advertising: false,
    });
  });

  it('is pending until every purpose has an answer', () => {
    const { say, last } = start('nothing');
    say({ essential_services: true, analytics: true });
    expect(last()?.status).toBe('pending');
  });
});

describe('osano', () => {
  it('tells no switch that is moved, but not saved', async () => {
    const { stage, readings, settle } = on(osano);
    onOsanoPage(stage, 'nothing').toggle();
    await settle();
    expect(readings).toEqual([]);
  });

  it('does not take what is remembered for an act', async () => {
    const { stage, last, settle } = on(osano);
    onOsanoPage(stage, 'yes');
    await settle();
    expect([last()?.status, timeOf(last())]).toEqual(['decided', undefined]);
  });
});

describe('usercentrics', () => {
  it('does not let an answer of before overwrite what came since', async () => {
    const { stage, last, settle } = on(usercentrics);
    const { say } = onUsercentricsPage(stage, 'yes');
    // It was asked, and has not answered yet.
    say({
      consent: { type: 'EXPLICIT', updatedAt: Date.parse(stage.past) },
      categories: {
        functional: { state: 'ALL_DENIED' },
        marketing: { state: 'SOME_ACCEPTED' },
      },
    });
    await settle();
    expect(answersOf(last())).toEqual({ functional: false, marketing: false });
  });
});

describe('shopify', () => {
  const start = (past: 'nothing' | 'yes' | 'no') => {
    const watched = on(shopify);
    return { ...watched, ...onShopifyPage(watched.stage, past) };
  };

  it('does not take a choice that comes late, without a click, for an act', () => {
    const { say, raise, last } = start('nothing');
    raise();
    say({ analytics: 'yes', marketing: 'no' });
    expect(last()).toMatchObject({
      categoryPreferences: { analytics: true, marketing: false },
      decidedAt: undefined,
    });
  });

  it('leaves out what was not asked', () => {
    const { say, last } = start('nothing');
    say({ analytics: '', marketing: 'no', sale_of_data: 'no' });
    expect(answersOf(last())).toEqual({ marketing: false });
  });
});

describe('tcf', () => {
  it('is heard by a stub that queues, and takes its listener away', () => {
    const calls: unknown[][] = [];
    const { stage, stop, last } = watchOn(tcf, ({ window }) => {
      window['__tcfapi'] = (...call: unknown[]) => calls.push(call);
    });
    const { listeners } = onTcfPage(stage, 'yes');
    const tcfapi = stage.window['__tcfapi'] as (...call: unknown[]) => void;
    calls.forEach((call) => {
      tcfapi(...call);
    });
    expect(answersOf(last())).toEqual({ purpose7: true, purpose8: true });
    stop();
    expect(listeners.size).toBe(0);
  });

  it('takes a legitimate interest for no consent', () => {
    const { last } = watchOn(tcf, 'no');
    expect(answersOf(last())).toEqual({ purpose7: false, purpose8: false });
  });
});

describe('gpp', () => {
  const start = (past: 'nothing' | 'yes' | 'no') => {
    let page: ReturnType<typeof onGppPage> | undefined;
    const watched = watchOn(gpp, (stage) => {
      page = onGppPage(stage, past);
    });
    return { ...watched, ...(page as ReturnType<typeof onGppPage>) };
  };

  it('leaves out what was not objected to', () => {
    const { tell, last } = start('nothing');
    tell({ parsedSections: { usca: { SaleOptOut: 1, SharingOptOut: 2 } } });
    expect(answersOf(last())).toEqual({ sale: false });
  });

  it('reads a section that is a list of segments', () => {
    const { tell, last } = start('nothing');
    tell({ parsedSections: { usnat: [{ SaleOptOut: 1 }, { Gpc: true }] } });
    expect(answersOf(last())).toEqual({ sale: false });
  });

  it('keeps what it knows while the visitor is being asked again', () => {
    const { tell, last } = start('no');
    tell({ signalStatus: 'not ready', parsedSections: {} });
    expect(last()?.status).toBe('decided');
  });

  it('takes its listener away', () => {
    const { stop, listeners } = start('no');
    stop();
    expect(listeners.size).toBe(0);
  });
});
