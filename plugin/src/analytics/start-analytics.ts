/**
 * This folder is the only place that knows Analytics.js, and this file its door: it is imported dynamically, after a
 * grant, so that it and Analytics.js are in a chunk that nobody else ever gets.
 */
import { createWrapper } from '@segment/analytics-consent-tools';
import { AnalyticsBrowser, type Analytics } from '@segment/analytics-next';
import { isGranted } from '@storefront-events/plan/wire';
import { absolute } from './addresses.ts';
import { apiHostOf, splitHost, withoutThirdParties } from './cdn-settings.ts';
import type { AnalyticsSettings, LoadedAnalytics } from './port.ts';
import { eraseVendorCookies, reloadOnce } from './device-mode.ts';
import { bidFarewell } from './farewell.ts';
import { inOrder } from './in-order.ts';
import { sendCall } from './send-call.ts';

/**
 * Loads Analytics.js.
 *
 * @throws whatever kept Segment's settings or an inner chunk of Analytics.js from being read
 */
export async function startAnalytics(
  about: AnalyticsSettings,
): Promise<LoadedAnalytics> {
  const { settings, window } = about;
  let stopped = false;
  let apiHost = absolute(settings.apiHost, window.location);
  const analytics = await loaded(
    about,
    () => stopped,
    (host) => {
      apiHost ??= host;
    },
  );
  const leave = () => {
    if (!settings.deviceMode) return;
    eraseVendorCookies(window);
    reloadOnce(window);
  };
  return {
    send: inOrder((call, replayed) =>
      stopped ? Promise.resolve() : sendCall(analytics, call, replayed, about),
    ),
    stop: async (farewell) => {
      stopped = true;
      silence(analytics);
      if (farewell)
        await bidFarewell(window, { ...settings, apiHost }, farewell);
      leave();
    },
    narrow: leave,
  };
}

/** @param onHost told where the source's settings have events sent */
async function loaded(
  about: AnalyticsSettings,
  isStopped: () => boolean,
  onHost: (apiHost: string | undefined) => void,
): Promise<Analytics> {
  const { writeKey, deviceMode } = about.settings;
  const { location } = about.window;
  const cdnURL = absolute(about.settings.cdnURL, location);
  const apiHost = absolute(about.settings.apiHost, location);
  // Called before every request, retries included: throwing here is the only stop that Analytics.js has.
  const headers = () => {
    if (isStopped() || !about.wanted())
      throw new Error('Stopped: the visitor withdrew consent.');
    return {};
  };
  const browser = wrapped(about);
  browser.setAnonymousId(about.anonymousId).catch(() => undefined);
  // The consent wrapper made `load` asynchronous; its type does not say so.
  await (browser.load(
    { writeKey, ...(cdnURL !== undefined && { cdnURL }) },
    {
      // `?ajs_uid=…` in an address must not set an identity or fire an event.
      useQueryString: false,
      updateCDNSettings: (settings) => {
        onHost(apiHostOf(settings));
        return withoutThirdParties(settings, deviceMode);
      },
      // Asked once Segment's settings have come: the visitor may have withdrawn meanwhile.
      disable: () => !about.wanted(),
      integrations: {
        'Segment.io': {
          ...splitHost(apiHost),
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
  return analytics;
}

/** An Analytics.js that stamps the visitor's answers, and loads no destination they did not agree to. */
function wrapped({
  settings,
  categories,
}: AnalyticsSettings): AnalyticsBrowser {
  const browser = new AnalyticsBrowser();
  const { integrationCategoryMappings } = settings;
  createWrapper<AnalyticsBrowser>({
    getCategories: () => ({ ...categories() }),
    shouldLoadSegment: (context) => {
      context.load({ consentModel: 'opt-in' });
    },
    ...(integrationCategoryMappings && {
      integrationCategoryMappings: Object.fromEntries(
        Object.entries(integrationCategoryMappings).map(
          ([integration, needed]) => [integration, [...needed]],
        ),
      ),
    }),
    // A destination that is said to need nothing was forgotten, and stays out: only Segment's own needs are known.
    shouldEnableIntegration: (needed, answers, { creationName }) =>
      creationName === 'Segment.io' || isGranted(answers, needed),
  })(browser);
  return browser;
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
