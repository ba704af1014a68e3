import { eraseCookies } from '../erase.ts';

/** What device-mode destinations are known to set: by GA4, Google Ads, Meta, TikTok, Pinterest, Microsoft, Snap, LinkedIn, Hotjar. */
export const VENDOR_COOKIES =
  /^(_ga|_gid|_gat|_gcl|_gac|_fbp|_fbc|_tt|_ttp|_pin|_pinterest|_uet|_scid|_sctr|_clck|_clsk|_hj|li_fat_id|ln_or)/;

/** When the page was reloaded of late: milliseconds since 1970, with commas. */
const RELOADED_KEY = 'storefront_reloaded';

/** More reloads than this within a minute are a loop: a platform that says yes and no by turns. */
const MAX_RELOADS = 3;
const LOOP_MS = 60_000;

/** Erases what the destinations' scripts have set. Their scripts still run until the page is reloaded. */
export function eraseVendorCookies(window: Window): void {
  eraseCookies(window, (name) => VENDOR_COOKIES.test(name));
}

/** Reloads the page: a destination's script, once run, cannot be unloaded otherwise. */
export function reloadOnce(window: Window): void {
  const now = Date.now();
  try {
    const { sessionStorage } = window;
    const recent = (sessionStorage.getItem(RELOADED_KEY) ?? '')
      .split(',')
      .filter((time) => now - Number(time) < LOOP_MS);
    if (recent.length >= MAX_RELOADS) return;
    sessionStorage.setItem(RELOADED_KEY, [...recent, now].join());
  } catch {
    // Without storage there is no telling a loop from a first time.
    return;
  }
  window.location.reload();
}
