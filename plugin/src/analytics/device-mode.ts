import { eraseCookies } from '../erase.ts';

/** What device-mode destinations are known to set: by GA4, Google Ads, Meta, TikTok, Pinterest, Microsoft, Snap, LinkedIn, Hotjar. */
export const VENDOR_COOKIES =
  /^(_ga|_gid|_gat|_gcl|_gac|_fbp|_fbc|_tt|_ttp|_pin|_pinterest|_uet|_scid|_sctr|_clck|_clsk|_hj|li_fat_id|ln_or)/;

/** The time of the last reload, so that there is no second one right after it. */
const RELOADED_KEY = 'storefront_reloaded';

/** A second reload within this time would be a loop: a platform that says yes and no by turns. Milliseconds. */
const LOOP_MS = 60_000;

/** Erases what the destinations' scripts have set. Their scripts still run until the page is reloaded. */
export function eraseVendorCookies(window: Window): void {
  eraseCookies(window, (name) => VENDOR_COOKIES.test(name));
}

/** Reloads the page: a destination's script, once run, cannot be unloaded otherwise. */
export function reloadOnce(window: Window): void {
  const { sessionStorage, location } = window;
  const now = Date.now();
  try {
    if (now - Number(sessionStorage.getItem(RELOADED_KEY)) < LOOP_MS) return;
    sessionStorage.setItem(RELOADED_KEY, String(now));
  } catch {
    // Without storage there is no telling a loop from a first time.
    return;
  }
  location.reload();
}
