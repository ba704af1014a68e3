import { webcrypto } from 'node:crypto';
import type { AnalyticsSettings, LoadResult } from './analytics-port.ts';
import type { Call } from './call.ts';
import type { PlatformReading } from './consent/platform.ts';
import type { Page } from './page.ts';
import { BrowserStorefront } from './storefront.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });

const product = {
  name: 'Sencha',
  value: 1,
  total: 1,
  products: [],
  product_id: '1',
  sku: 'A',
  price: 1,
  quantity: 1,
  currency: 'EUR',
};
const started = new Date('2026-11-21T10:00:00.000Z');
const later = '2026-11-21T10:01:00.000Z';

const choice = (analytics: boolean, decidedAt = later): PlatformReading => ({
  status: 'decided',
  categoryPreferences: { analytics },
  decidedAt,
});

/** A storefront whose Analytics.js arrives in a later task, or when the test says so. */
function open({
  blocked = false,
  arrival = Promise.resolve(),
  pageName = ({ path }: Page): string | undefined =>
    path === '/' ? 'Home' : undefined,
} = {}) {
  let say: (reading: PlatformReading) => void = () => undefined;
  const loads: AnalyticsSettings[] = [];
  const sent: Call[] = [];
  const stops: number[] = [];
  const load = async (settings: AnalyticsSettings): Promise<LoadResult> => {
    const attempt = loads.push(settings);
    await arrival;
    if (blocked) return { status: 'failed', reason: 'blocked' };
    return {
      status: 'loaded',
      analytics: {
        send: (call) => {
          sent.push(call);
          return Promise.resolve();
        },
        stop: () => stops.push(attempt),
      },
    };
  };
  const storefront = new BrowserStorefront({
    settings: {
      writeKey: 'key',
      cdnURL: undefined,
      apiHost: undefined,
      platform: 'custom',
      categories: ['analytics'],
      required: ['analytics'],
      policyVersion: '7',
    },
    config: { pageName },
    platform: {
      watch: (onReading) => {
        say = onReading;
        return () => undefined;
      },
    },
    load,
    check: undefined,
    window,
    now: () => started,
  });
  return {
    storefront,
    loads,
    sent,
    stops,
    say: async (reading: PlatformReading) => {
      say(reading);
      // Analytics.js arrives in a later task.
      await new Promise((resolve) => setTimeout(resolve));
      await storefront.flush(1000);
    },
  };
}

const names = (calls: readonly Call[]) =>
  calls.map((call) => (call.type === 'page' ? 'page' : call.event));

beforeEach(() => {
  localStorage.clear();
});

describe('the storefront', () => {
  it('loads nothing and has no id before a choice', () => {
    const { storefront, loads } = open();
    storefront.onRouteUpdate();
    storefront.track('Product Viewed', product);
    expect(loads).toEqual([]);
    expect(storefront.visitor()).toEqual({
      consent: { status: 'unknown' },
      anonymousId: undefined,
    });
    expect(localStorage).toHaveLength(0);
  });

  it('sends what was held, in order, and the choice, after a grant', async () => {
    const { storefront, sent, say, loads } = open();
    storefront.onRouteUpdate();
    storefront.track('Product Viewed', product);
    await say(choice(true));
    storefront.track('Product Added', product);
    await storefront.flush(1000);
    expect(names(sent)).toEqual([
      'page',
      'Product Viewed',
      'Segment Consent Preference Updated',
      'Product Added',
    ]);
    expect(sent[0]).toMatchObject({
      name: 'Home',
      timestamp: started.toISOString(),
    });
    expect(loads[0]?.categories()).toEqual({ analytics: true });
    expect(loads[0]?.anonymousId).toBe(storefront.visitor().anonymousId);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(4);
  });

  it('announces no choice that was made before the page was opened', async () => {
    const { storefront, sent, say } = open();
    storefront.onRouteUpdate();
    await say(choice(true, '2026-11-01T00:00:00.000Z'));
    expect(names(sent)).toEqual(['page']);
  });

  it('forgets what was held after a refusal, and stays silent', async () => {
    const { storefront, loads, say } = open();
    storefront.onRouteUpdate();
    await say(choice(false));
    storefront.track('Product Viewed', product);
    expect(loads).toEqual([]);
    expect(storefront.visitor().anonymousId).toBeUndefined();
    expect(storefront.inspect().dropped.refused).toBe(2);
  });

  it('stops and erases after a withdrawal, and starts afresh after a new grant', async () => {
    const { storefront, say, stops, loads } = open();
    await say(choice(true));
    const first = storefront.visitor().anonymousId;
    localStorage.setItem('ajs_anonymous_id', JSON.stringify(first));
    await say(choice(false));
    expect(stops).toEqual([1]);
    expect(localStorage).toHaveLength(0);
    await say(choice(true));
    expect(loads).toHaveLength(2);
    expect(storefront.visitor().anonymousId).not.toBe(first);
  });

  it('does not want an Analytics.js that arrives after a withdrawal', async () => {
    let arrive: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { storefront, say, loads, sent, stops } = open({ arrival });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(loads[0]?.wanted()).toBe(true);
    await say(choice(false));
    expect(loads[0]?.wanted()).toBe(false);
    await say(choice(true));
    expect(loads.map(({ wanted }) => wanted())).toEqual([false, true]);
    arrive();
    await say(choice(true));
    expect(stops).toEqual([1]);
    expect(names(sent)).toEqual(['Segment Consent Preference Updated']);
  });

  it('keeps a call refused that was made after a refusal, though a grant follows', async () => {
    const { storefront, sent, say } = open();
    await say(choice(false));
    storefront.onPreRouteUpdate({
      href: 'http://localhost/a/',
      pathname: '/a/',
      search: '',
    });
    storefront.onPreRouteUpdate({
      href: 'http://localhost/b/',
      pathname: '/b/',
      search: '',
    });
    storefront.track('Product Viewed', product);
    await say(choice(true));
    expect(names(sent)).toEqual(['Segment Consent Preference Updated']);
    expect(storefront.inspect().dropped.refused).toBe(1);
  });

  it('does not let a broken pageName break the page', async () => {
    const { storefront, sent, say } = open({
      pageName: () => {
        throw new Error('broken');
      },
    });
    const error = jest.spyOn(console, 'error').mockImplementation();
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(names(sent)).toContain('page');
    expect(error).toHaveBeenCalled();
  });

  it('calls page once for a route, whatever its query does', async () => {
    const { storefront, sent, say } = open();
    storefront.onRouteUpdate();
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(names(sent)).toEqual(['page', 'Segment Consent Preference Updated']);
  });

  it('forgets the calls of a page that was left without a choice', async () => {
    const { storefront, sent, say } = open();
    storefront.onPreRouteUpdate({
      href: 'http://localhost/',
      pathname: '/',
      search: '',
    });
    storefront.onRouteUpdate();
    storefront.onPreRouteUpdate({
      href: 'http://localhost/sencha/',
      pathname: '/sencha/',
      search: '',
    });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(sent[0]).toMatchObject({ type: 'page', page: { path: '/sencha/' } });
    expect(storefront.inspect().dropped['page-left']).toBe(1);
  });

  it('keeps the visitor where Analytics.js is blocked: the order still knows them', async () => {
    const { storefront, say } = open({ blocked: true });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(storefront.inspect().phase.name).toBe('blocked');
    expect(storefront.visitor().anonymousId).toEqual(expect.any(String));
  });

  it('tells listeners of a change, and not of the same choice told again', async () => {
    const { storefront, say } = open();
    const listener = jest.fn();
    const stop = storefront.onVisitorChange(listener);
    await say(choice(true));
    await say(choice(true, '2026-11-21T10:02:00.000Z'));
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    await say(choice(false));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('stamps the policy version and Global Privacy Control', async () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', {
      value: true,
      configurable: true,
    });
    const { storefront, say } = open();
    await say(choice(true));
    expect(storefront.visitor().consent).toMatchObject({
      policyVersion: '7',
      gpc: true,
    });
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
  });
});
