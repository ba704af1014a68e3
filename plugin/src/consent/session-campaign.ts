import { encodeCampaign } from '@storefront-events/plan/wire';

/** The key in sessionStorage: it lasts as long as the tab. */
const KEY = 'storefront_campaign';

/**
 * The campaign that brought the visitor in this session: the one of the page they came in by, else of an earlier page of
 * this tab. Reads and writes storage, so call it after a grant only.
 */
export function sessionCampaign(
  window: Window,
  search: string,
): string | undefined {
  const own = encodeCampaign(search);
  try {
    const { sessionStorage } = window;
    if (own) sessionStorage.setItem(KEY, own);
    return own ?? sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return own;
  }
}

export function forgetCampaign(window: Window): void {
  try {
    window.sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
