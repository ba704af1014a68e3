/** The real Analytics.js, in a browser without a network. */
import { webcrypto } from 'node:crypto';
import { startAnalytics } from './start-analytics.ts';
import type { AnalyticsSettings } from './port.ts';
import type { Call } from '../call.ts';
import { eraseAnalyticsStorage } from '../erase.ts';
import type { Settings } from '../settings.ts';
import { consentSettings } from '../testing/settings.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });

interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

/** A network that answers settings, and tracking calls with a status; it notes what was asked. */
function network({ status = 200, settings = {} } = {}) {
  const sent: Sent[] = [];
  const asked: string[] = [];
  const state = { status };
  window.fetch = ((
    url: string,
    init?: { headers: Record<string, string>; body: string },
  ) => {
    asked.push(url);
    if (url.includes('/settings'))
      return Promise.resolve({
        ok: true,
        status: 200,
        json: () =>
          Promise.resolve({
            integrations: { 'Segment.io': { apiKey: 'key' } },
            ...settings,
          }),
      });
    if (init)
      sent.push({
        url,
        headers: init.headers,
        body: JSON.parse(init.body) as Record<string, unknown>,
      });
    return Promise.resolve({
      ok: state.status < 400,
      status: state.status,
      headers: new Map(),
    });
  }) as unknown as typeof fetch;
  return { sent, asked, state };
}

const settings: Settings = {
  writeKey: 'key',
  cdnURL: 'https://cdn.shop.example',
  apiHost: 'http://events.shop.example:8080/v1/',
  beforeConsent: 'current-page',
  deviceMode: false,
  consent: consentSettings,
};

const settingsOf = (
  changes: Partial<AnalyticsSettings> = {},
): AnalyticsSettings => ({
  settings,
  config: {},
  window,
  landing: { referrer: '', search: '' },
  decidedAt: '2026-11-21T10:01:00.000Z',
  onNewId: () => undefined,
  anonymousId: 'visitor-1',
  wanted: () => true,
  categories: () => ({ analytics: true, marketing: false }),
  ...changes,
});

const call: Call = {
  type: 'track',
  event: 'Product Viewed',
  properties: { product_id: '1' },
  timestamp: '2026-11-21T10:00:00.000Z',
  page: {
    path: '/sencha/',
    url: 'https://shop.example/sencha/',
    title: 'Sencha',
    referrer: 'https://shop.example/',
    search: '',
  },
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));
const leave = () => window.dispatchEvent(new Event('pagehide'));
const stored = () => Object.keys(localStorage);

beforeEach(() => {
  localStorage.clear();
  document.cookie.split('; ').forEach((cookie) => {
    document.cookie = `${cookie.split('=')[0] ?? ''}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/`;
  });
});

describe('Analytics.js', () => {
  it('is handed a call with its own time and page, gives it an id, and stamps the answers', async () => {
    const { sent, asked } = network();
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call, false);
    expect(asked[0]).toBe('https://cdn.shop.example/v1/projects/key/settings');
    expect(sent).toMatchObject([
      {
        url: 'http://events.shop.example:8080/v1/t',
        body: {
          event: 'Product Viewed',
          messageId: expect.stringMatching(
            /^storefront-[\da-f-]{36}$/,
          ) as string,
          anonymousId: 'visitor-1',
          timestamp: '2026-11-21T10:00:00.000Z',
          context: {
            page: {
              path: '/sencha/',
              title: 'Sencha',
              referrer: 'https://shop.example/',
            },
            consent: {
              categoryPreferences: { analytics: true, marketing: false },
            },
          },
        },
      },
    ]);
  });

  it('is handed a page view with a name, a name and its category, or neither', async () => {
    const { sent } = network();
    const { timestamp, page } = call;
    for (const name of [
      'Product',
      { name: 'Sencha', category: 'Shop' },
      undefined,
    ]) {
      const analytics = await startAnalytics(
        settingsOf({ config: { pageName: () => name } }),
      );
      await analytics.send({ type: 'page', timestamp, page }, false);
    }
    expect(
      sent.map(({ url, body }) => [
        url.slice(-2),
        body['name'],
        body['category'],
        body['properties'],
      ]),
    ).toEqual([
      ['/p', 'Product', undefined, { ...page, name: 'Product' }],
      ['/p', 'Sencha', 'Shop', { ...page, name: 'Sencha', category: 'Shop' }],
      ['/p', undefined, undefined, page],
    ]);
  });

  it('finds a proxy on a path of the shop', async () => {
    const { sent, asked } = network();
    const analytics = await startAnalytics(
      settingsOf({
        settings: { ...settings, cdnURL: '/cdn/', apiHost: '/analytics/v1' },
      }),
    );
    await analytics.send(call, false);
    expect([asked[0], sent[0]?.url]).toEqual([
      'http://localhost/cdn/v1/projects/key/settings',
      'http://localhost/analytics/v1/t',
    ]);
  });

  it('loads no destination of its own, and tells nobody how it does', async () => {
    const { asked } = network({
      settings: {
        integrations: {
          'Segment.io': { apiKey: 'key' },
          'Google Analytics 4 Web': { type: 'browser' },
        },
        remotePlugins: [
          {
            name: 'x',
            url: 'https://x.example/x.js',
            libraryName: 'x',
            settings: {},
          },
        ],
        metrics: { sampleRate: 1 },
      },
    });
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call, false);
    expect(document.querySelectorAll('script[src]')).toHaveLength(0);
    expect(asked.filter((url) => url.endsWith('/m'))).toEqual([]);
  });

  it('ignores an identity in the address', async () => {
    history.replaceState(null, '', '/?ajs_uid=evil&ajs_event=Hacked');
    const { sent } = network();
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call, false);
    await settled();
    expect(JSON.stringify(sent)).not.toMatch(
      /"userId":"evil"|"event":"Hacked"/,
    );
    history.replaceState(null, '', '/');
  });

  it('fails where it would do nothing, so that the gate knows', async () => {
    network({
      settings: {
        consentSettings: {
          allCategories: ['advertising'],
          hasUnmappedDestinations: false,
        },
      },
    });
    await expect(startAnalytics(settingsOf())).rejects.toThrow(/does nothing/);
  });

  it('sets and sends nothing where the visitor withdrew while it was loading', async () => {
    const { sent } = network();
    await expect(
      startAnalytics(settingsOf({ wanted: () => false })),
    ).rejects.toThrow();
    await settled();
    expect(sent).toEqual([]);
    expect(document.cookie).not.toContain('ajs_');
  });

  it('once stopped sends nothing more, not even what waits for a retry, and leaves nothing behind', async () => {
    const { sent, state } = network({ status: 503 });
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call, false);
    expect(sent).toHaveLength(1);
    state.status = 200;
    void analytics.stop(undefined);
    eraseAnalyticsStorage(window);
    const eraseOnLeaving = () => {
      eraseAnalyticsStorage(window);
    };
    window.addEventListener('pagehide', eraseOnLeaving);
    await analytics.send(call, false);
    // The first retry comes within 0.6 s, and the next ones soon after.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(stored()).toEqual([]);
    leave();
    expect(sent).toHaveLength(1);
    expect(stored()).toEqual([]);
    expect(document.cookie).not.toContain('ajs_');
    window.removeEventListener('pagehide', eraseOnLeaving);
  });

  it('tells Segment of a withdrawal with the answers and the id, and nothing else', async () => {
    const { sent } = network();
    const analytics = await startAnalytics(settingsOf());
    await analytics.stop({
      messageId: 'm-last',
      timestamp: '2026-11-21T10:05:00.000Z',
      anonymousId: 'visitor-1',
      categoryPreferences: { analytics: false, marketing: false },
    });
    expect(sent).toEqual([
      {
        url: 'http://events.shop.example:8080/v1/t',
        headers: { 'content-type': 'text/plain' },
        body: {
          type: 'track',
          event: 'Segment Consent Preference Updated',
          writeKey: 'key',
          messageId: 'm-last',
          timestamp: '2026-11-21T10:05:00.000Z',
          sentAt: '2026-11-21T10:05:00.000Z',
          anonymousId: 'visitor-1',
          properties: {},
          context: {
            consent: {
              categoryPreferences: { analytics: false, marketing: false },
            },
          },
        },
      },
    ]);
  });

  it('tells it where the source has its events sent', async () => {
    const { sent } = network({
      settings: {
        integrations: {
          'Segment.io': {
            apiKey: 'key',
            apiHost: 'events.eu1.segmentapis.com/v1',
          },
        },
      },
    });
    const { apiHost: _, ...without } = settings;
    const analytics = await startAnalytics(settingsOf({ settings: without }));
    await analytics.stop({
      messageId: 'm',
      timestamp: call.timestamp,
      anonymousId: 'visitor-1',
      categoryPreferences: { analytics: false },
    });
    expect(sent[0]?.url).toBe('https://events.eu1.segmentapis.com/v1/t');
  });

  it('gives a call that was held the visit it began with', async () => {
    const { sent } = network();
    const analytics = await startAnalytics(
      settingsOf({
        landing: {
          referrer: 'https://search.example/',
          search: '?utm_campaign=spring&utm_source=mail',
        },
      }),
    );
    await analytics.send(call, true);
    await analytics.send(call, false);
    expect(sent[0]?.body['context']).toMatchObject({
      campaign: { name: 'spring', source: 'mail' },
      referrer: { url: 'https://search.example/' },
    });
    expect(sent[1]?.body['context']).not.toHaveProperty('campaign');
    expect(sent[1]?.body['messageId']).not.toBe(sent[0]?.body['messageId']);
    expect(sent[1]?.body['context']).not.toHaveProperty('storefront');
  });

  it('marks what was made before the choice where the owner has it kept', async () => {
    const { sent } = network();
    const analytics = await startAnalytics(
      settingsOf({ settings: { ...settings, beforeConsent: 'hold' } }),
    );
    await analytics.send(call, true);
    await analytics.send(
      { ...call, timestamp: '2026-11-21T10:02:00.000Z' },
      true,
    );
    expect(sent.map(({ body }) => body['context'])).toMatchObject([
      { storefront: { held: true } },
      { consent: {} },
    ]);
    expect(sent[1]?.body['context']).not.toHaveProperty('storefront');
  });

  it('says who somebody is, and starts afresh when somebody else signs in or they sign out', async () => {
    const { sent } = network();
    const newIds: string[] = [];
    const onNewId = (id: string) => newIds.push(id);
    const analytics = await startAnalytics(settingsOf({ onNewId }));
    const { timestamp, page } = call;
    const identify = (userId: string | undefined): Call => ({
      timestamp,
      page,
      type: 'identify',
      userId,
      traits: { plan: 'tea' },
    });
    await analytics.send(identify('u1'), false);
    await analytics.send(identify('u2'), false);
    await analytics.send(
      {
        timestamp,
        page,
        type: 'reset',
        anonymousId: 'visitor-3',
      },
      false,
    );
    await analytics.send(call, false);
    await analytics.send(identify(undefined), false);
    const ids = sent.map(({ body }) => [body['userId'], body['anonymousId']]);
    expect(ids).toEqual([
      ['u1', 'visitor-1'],
      ['u2', newIds[0]],
      [null, 'visitor-3'],
      [null, 'visitor-3'],
    ]);
    expect(newIds).toHaveLength(1);
    expect(sent.at(-1)?.body['traits']).toEqual({ plan: 'tea' });
  });
});
