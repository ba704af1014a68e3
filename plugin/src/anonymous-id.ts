import { isAnonymousId } from '@storefront-events/plan/wire';

/** Where Analytics.js keeps its anonymous id: a cookie and a localStorage key of this name. */
const ANALYTICS_JS_KEY = 'ajs_anonymous_id';

/**
 * The anonymous id that Analytics.js stored on an earlier visit, if any. Reads storage, so call it after a grant only.
 * Where there is none the plugin makes one, rather than Analytics.js, so that an ad blocker costs the browser's events
 * but not the order's person.
 */
export function storedAnonymousId(window: Window): string | undefined {
  try {
    const cookie = new RegExp(`(?:^|; )${ANALYTICS_JS_KEY}=([^;]*)`).exec(
      window.document.cookie,
    )?.[1];
    const candidates = [
      cookie && decodeURIComponent(cookie),
      window.localStorage.getItem(ANALYTICS_JS_KEY)?.replace(/^"|"$/g, ''),
    ];
    return candidates.find(isAnonymousId);
  } catch {
    return undefined;
  }
}
