/** The real Analytics.js, in a browser without a network. */
import { webcrypto } from 'node:crypto';
import { startAnalytics } from './analytics.ts';
import type { AnalyticsSettings } from './analytics-port.ts';
import type { Call } from './call.ts';
import { eraseAnalyticsStorage } from './erase.ts';

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

const settingsOf = (
  changes: Partial<AnalyticsSettings> = {},
): AnalyticsSettings => ({
  writeKey: 'key',
  cdnURL: 'https://cdn.shop.example',
  apiHost: 'http://events.shop.example:8080/v1/',
  anonymousId: 'visitor-1',
  wanted: () => true,
  categories: () => ({ analytics: true, marketing: false }),
  ...changes,
});

const call: Call = {
  type: 'track',
  event: 'Product Viewed',
  properties: { product_id: '1' },
  messageId: 'm-1',
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
  it('is handed a call with its own time, id and page, and stamps the answers', async () => {
    const { sent, asked } = network();
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call);
    expect(asked[0]).toBe('https://cdn.shop.example/v1/projects/key/settings');
    expect(sent).toMatchObject([
      {
        url: 'http://events.shop.example:8080/v1/t',
        body: {
          event: 'Product Viewed',
          messageId: 'm-1',
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

  it('is handed a page view with a name, or without one', async () => {
    const { sent } = network();
    const analytics = await startAnalytics(settingsOf());
    const { messageId, timestamp, page } = call;
    await analytics.send({
      type: 'page',
      messageId,
      timestamp,
      page,
      name: 'Product',
    });
    await analytics.send({ type: 'page', messageId: 'm-2', timestamp, page });
    expect(
      sent.map(({ url, body }) => [
        url.slice(-2),
        body['name'],
        body['properties'],
      ]),
    ).toEqual([
      ['/p', 'Product', { ...page, name: 'Product' }],
      ['/p', undefined, page],
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
    await analytics.send(call);
    expect(document.querySelectorAll('script[src]')).toHaveLength(0);
    expect(asked.filter((url) => url.endsWith('/m'))).toEqual([]);
  });

  it('ignores an identity in the address', async () => {
    history.replaceState(null, '', '/?ajs_uid=evil&ajs_event=Hacked');
    const { sent } = network();
    const analytics = await startAnalytics(settingsOf());
    await analytics.send(call);
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
    await analytics.send(call);
    expect(sent).toHaveLength(1);
    state.status = 200;
    analytics.stop();
    eraseAnalyticsStorage(window);
    const eraseOnLeaving = () => {
      eraseAnalyticsStorage(window);
    };
    window.addEventListener('pagehide', eraseOnLeaving);
    await analytics.send({ ...call, messageId: 'm-2' });
    // The first retry comes within 0.6 s, and the next ones soon after.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(stored()).toEqual([]);
    leave();
    expect(sent).toHaveLength(1);
    expect(stored()).toEqual([]);
    expect(document.cookie).not.toContain('ajs_');
    window.removeEventListener('pagehide', eraseOnLeaving);
  });
});
