/**
 * Erases what Analytics.js keeps in the browser: its cookies on every domain it may have set them, its localStorage
 * keys and its persisted retry queues.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/cookie-validity-update/
 */
export function eraseAnalyticsStorage(window: Window): void {
  eraseCookies(window);
  try {
    const { localStorage } = window;
    Object.keys(localStorage)
      .filter(isAnalyticsKey)
      .forEach((key) => {
        localStorage.removeItem(key);
      });
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}

function isAnalyticsKey(key: string): boolean {
  return key.startsWith('ajs_') || key.startsWith('persisted-queue:v1:');
}

function eraseCookies({ document, location }: Window): void {
  const names = document.cookie
    .split('; ')
    .map((cookie) => cookie.split('=')[0] ?? '')
    .filter((name) => name.startsWith('ajs_'));
  const labels = location.hostname.split('.');
  const domains = labels.map((_, index) => labels.slice(index).join('.'));
  for (const name of names) {
    const expired = `${name}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
    document.cookie = expired;
    for (const domain of domains)
      document.cookie = `${expired}; domain=${domain}`;
  }
}
