/**
 * Erases what Analytics.js keeps in the browser: its cookies on every domain it may have set them, its localStorage
 * keys and its persisted retry queues.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/cookie-validity-update/
 */
export function eraseAnalyticsStorage(window: Window): void {
  eraseCookies(window, (name) => /^(ajs_|s%3Acontext\.)/.test(name));
  try {
    const { localStorage } = window;
    Object.keys(localStorage).forEach((key) => {
      if (/^(ajs_|persisted-queue:v1:)/.test(key)) localStorage.removeItem(key);
    });
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}

/** Erases cookies by name, on this host and every domain above it. */
export function eraseCookies(
  { document, location }: Window,
  isMeant: (name: string) => boolean,
): void {
  const labels = location.hostname.split('.');
  document.cookie.split('; ').forEach((cookie) => {
    const name = cookie.split('=')[0] ?? '';
    if (!isMeant(name)) return;
    const expired = `${name}=; path=/; max-age=0`;
    document.cookie = expired;
    labels.forEach((_, index) => {
      document.cookie = `${expired}; domain=${labels.slice(index).join('.')}`;
    });
  });
}
