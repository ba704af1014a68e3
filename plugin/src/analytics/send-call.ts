import type { Analytics } from '@segment/analytics-next';
import type { AnalyticsSettings } from './port.ts';
import type { Call } from '../call.ts';
import { isNotFound } from '../gatsby-page.ts';
import { nameOfPage } from '../page-name.ts';
import { messageIdOf } from '../message-id.ts';
import type { Page } from '../page.ts';
import { randomId } from '../random-id.ts';
import { landingContext } from './landing-context.ts';

type About = Pick<
  AnalyticsSettings,
  | 'anonymousId'
  | 'config'
  | 'decidedAt'
  | 'landing'
  | 'onNewId'
  | 'settings'
  | 'window'
>;

/** Hands a call to Analytics.js with its own time and page, and an id. Never rejects: the shop must not notice. */
export async function sendCall(
  analytics: Analytics,
  call: Call,
  replayed: boolean,
  about: About,
): Promise<void> {
  const { timestamp, page } = call;
  const options = {
    messageId: messageIdOf(randomId(about.window)),
    timestamp: new Date(timestamp),
    context: {
      page: { ...page },
      ...(replayed && landingContext(about.landing, page)),
      ...(isHeld(call, about) && { storefront: { held: true } }),
    },
  };
  try {
    switch (call.type) {
      case 'page':
        await sendPage(analytics, page, options, about);
        return;
      case 'track':
        await analytics.track(call.event, { ...call.properties }, options);
        return;
      case 'identify':
        await identify(analytics, call, options, about);
        return;
      case 'reset':
        reset(analytics, call.anonymousId, about.anonymousId);
    }
  } catch {
    // A message that could not be sent is Analytics.js's to retry.
  }
}

/** True for what was collected before the choice, on the strength of a banner that says so. */
function isHeld({ timestamp }: Call, { settings, decidedAt }: About): boolean {
  return settings.beforeConsent === 'hold' && timestamp < decidedAt;
}

async function sendPage(
  analytics: Analytics,
  page: Page,
  options: object,
  { config, settings, window }: About,
): Promise<void> {
  const { name, category } =
    nameOfPage(page, {
      ...settings.pages,
      pageName: config.pageName,
      isNotFound: isNotFound(window, page.path),
    }) ?? {};
  const properties = { ...page };
  if (name === undefined) await analytics.page(properties, options);
  else if (category === undefined)
    await analytics.page(name, properties, options);
  else await analytics.page(category, name, properties, options);
}

/** Somebody else than before: nothing of the two may be joined. */
async function identify(
  analytics: Analytics,
  { userId, traits }: Extract<Call, { type: 'identify' }>,
  options: object,
  { onNewId }: About,
): Promise<void> {
  const known = analytics.user().id();
  if (userId === undefined) {
    await analytics.identify({ ...traits }, options);
    return;
  }
  if (known && known !== userId) {
    analytics.reset();
    onNewId(String(analytics.user().anonymousId()));
  }
  await analytics.identify(userId, { ...traits }, options);
}

/** @param next who comes after; undefined: nobody has an id of their own yet */
function reset(
  analytics: Analytics,
  next: string | undefined,
  first: string,
): void {
  // Analytics.js has changed it already, see `identify`.
  if (next !== undefined && next === analytics.user().anonymousId()) return;
  analytics.reset();
  analytics.setAnonymousId(next ?? first);
}
