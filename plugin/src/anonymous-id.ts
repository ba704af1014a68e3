import { isAnonymousId } from '@storefront-events/plan/wire';
import { randomId } from './random-id.ts';

/** Where Analytics.js keeps its anonymous id: a cookie and a localStorage key of this name. */
const ANALYTICS_JS_KEY = 'ajs_anonymous_id';

/**
 * The anonymous id to use after a grant: the one Analytics.js stored on an earlier visit, else a new one. The plugin
 * makes it, rather than Analytics.js, so that an ad blocker costs the browser's events but not the order's person.
 *
 * Reads storage, so call it after a grant only. A browser that forbids storage gives a new id.
 */
export function anonymousId(window: Window): string {
  return storedId(window) ?? randomId(window);
}

function storedId(window: Window): string | undefined {
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
