/**
 * The only file that knows Analytics.js. It is imported dynamically, after a grant, so that it and Analytics.js are in
 * a chunk that nobody else ever gets.
 */
import { createWrapper } from '@segment/analytics-consent-tools';
import {
  AnalyticsBrowser,
  type Analytics,
  type CDNSettings,
} from '@segment/analytics-next';
import type { Call } from './call.ts';
import type { AnalyticsSettings, LoadedAnalytics } from './analytics-port.ts';

/**
 * Loads Analytics.js.
 *
 * @throws whatever kept Segment's settings or an inner chunk of Analytics.js from being read
 */
export async function startAnalytics(
  settings: AnalyticsSettings,
): Promise<LoadedAnalytics> {
  const browser = new AnalyticsBrowser();
  createWrapper<AnalyticsBrowser>({
    getCategories: () => ({ ...settings.categories() }),
    shouldLoadSegment: (context) => {
      context.load({ consentModel: 'opt-in' });
    },
  })(browser);
  let stopped = false;
  // Called before every request, retries included: throwing here is the only stop that Analytics.js has.
  const headers = () => {
    if (stopped || !settings.wanted())
      throw new Error('Stopped: the visitor withdrew consent.');
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
      // Asked once Segment's settings have come: the visitor may have withdrawn meanwhile.
      disable: () => !settings.wanted(),
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
  if (!analytics.queue.plugins.some(({ name }) => name === 'Segment.io'))
    throw new Error(
      "Analytics.js does nothing: the source's consent settings know none of the granted categories, or the visitor has withdrawn.",
    );
  return {
    send: (call) => (stopped ? Promise.resolve() : send(analytics, call)),
    stop: () => {
      stopped = true;
      silence(analytics);
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

/**
 * What waits for a retry is let run into nothing: refused by an exception it would be kept, tried again, and written to
 * storage when the page is left.
 */
function silence({ queue }: Analytics): void {
  for (const plugin of queue.plugins)
    for (const call of [
      'track',
      'page',
      'identify',
      'group',
      'alias',
      'screen',
    ] as const)
      plugin[call] = (context) => Promise.resolve(context);
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
