/** The only file that knows Analytics.js. It is loaded here, after a grant, in a chunk of its own. */
import type {
  Analytics,
  AnalyticsBrowser,
  CDNSettings,
} from '@segment/analytics-next';
import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { Call } from './call.ts';

/** A loaded Analytics.js. */
export interface LoadedAnalytics {
  /** Hands a call over. Resolves when it was delivered or given up on; never rejects. */
  readonly send: (call: Call) => Promise<void>;
  /** Nothing leaves this instance any more, not even a retry: Analytics.js itself cannot be unloaded. */
  readonly stop: () => void;
}

export interface AnalyticsSettings {
  readonly writeKey: string;
  readonly cdnURL: string | undefined;
  readonly apiHost: string | undefined;
  readonly anonymousId: string;
  /** The visitor's current answers; read again for every message. */
  readonly categories: () => CategoryPreferences;
}

export type LoadResult =
  | { readonly status: 'loaded'; readonly analytics: LoadedAnalytics }
  /** Blocked by the visitor's browser, or Segment's settings could not be read. */
  | { readonly status: 'failed'; readonly reason: unknown };

export type LoadAnalytics = (
  settings: AnalyticsSettings,
) => Promise<LoadResult>;

/**
 * Loads Analytics.js. Never rejects: Gatsby reloads the page on any unhandled rejection of a chunk, which an ad
 * blocker would turn into an endless loop.
 */
export const loadAnalytics: LoadAnalytics = async (settings) => {
  try {
    const [{ AnalyticsBrowser }, { createWrapper }] = await Promise.all([
      import('@segment/analytics-next'),
      import('@segment/analytics-consent-tools'),
    ]);
    const browser = new AnalyticsBrowser();
    createWrapper<AnalyticsBrowser>({
      getCategories: () => ({ ...settings.categories() }),
      shouldLoadSegment: (context) => {
        context.load({ consentModel: 'opt-in' });
      },
    })(browser);
    return await start(browser, settings);
  } catch (reason) {
    return { status: 'failed', reason };
  }
};

async function start(
  browser: AnalyticsBrowser,
  settings: AnalyticsSettings,
): Promise<LoadResult> {
  let stopped = false;
  // Called before every request, retries included: throwing here is the only stop that Analytics.js has.
  const headers = () => {
    if (stopped) throw new Error('Stopped: the visitor withdrew consent.');
    return {};
  };
  browser.setAnonymousId(settings.anonymousId).catch(() => undefined);
  // The consent wrapper made `load` asynchronous; its type does not say so.
  await (browser.load(
    {
      writeKey: settings.writeKey,
      ...(settings.cdnURL !== undefined && { cdnURL: settings.cdnURL }),
    },
    {
      // `?ajs_uid=…` in an address must not set an identity or fire an event.
      useQueryString: false,
      updateCDNSettings: withoutThirdParties,
      integrations: {
        'Segment.io': {
          ...splitHost(settings.apiHost),
          deliveryStrategy: {
            strategy: 'standard',
            config: { keepalive: true, headers },
          },
        },
      },
    },
  ) as unknown as Promise<void>);
  const [analytics] = await browser;
  return {
    status: 'loaded',
    analytics: {
      send: (call) => send(analytics, call),
      stop: () => {
        stopped = true;
      },
    },
  };
}

/**
 * Takes device-mode destinations and Segment's own metrics out of the source's settings: a destination's script, once
 * run, cannot be unloaded when the visitor withdraws.
 */
function withoutThirdParties(settings: CDNSettings): CDNSettings {
  const segment = settings.integrations['Segment.io'];
  return {
    ...settings,
    integrations: { 'Segment.io': segment },
    remotePlugins: [],
    legacyVideoPluginsEnabled: false,
    metrics: { sampleRate: 0 },
  };
}

/** Analytics.js wants the scheme apart from the host. */
function splitHost(apiHost: string | undefined): {
  apiHost?: string;
  protocol?: 'http' | 'https';
} {
  if (apiHost === undefined) return {};
  const url = new URL(apiHost);
  return {
    apiHost: `${url.host}${url.pathname.replace(/\/$/, '')}`,
    protocol: url.protocol === 'http:' ? 'http' : 'https',
  };
}

async function send(analytics: Analytics, call: Call): Promise<void> {
  const { messageId, timestamp, page } = call;
  const options = {
    messageId,
    timestamp: new Date(timestamp),
    context: { page: { ...page } },
  };
  try {
    if (call.type === 'page') {
      await (call.name === undefined
        ? analytics.page({ ...page }, options)
        : analytics.page(call.name, { ...page }, options));
    } else {
      await analytics.track(call.event, { ...call.properties }, options);
    }
  } catch {
    // A message that could not be sent is Analytics.js's to retry; the shop must not notice.
  }
}
