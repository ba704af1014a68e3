import type { ConsentPlatform, PlatformReading } from '../platform.ts';

/**
 * vanilla-cookieconsent 3, by its window events: `cc:onConsent` comes on every page load that has a valid choice and
 * right after the first one, `cc:onChange` on each later change. Before a choice it raises nothing, so silence is
 * `pending`. A `revision` bump in its configuration invalidates old choices there, and then here too.
 *
 * @see https://cookieconsent.orestbida.com/advanced/callbacks-events.html
 */
export function vanillaCookieConsent(
  categories: readonly string[],
  target: EventTarget,
): ConsentPlatform {
  return {
    watch(onReading) {
      const listen = (event: Event) => {
        onReading(readEvent(event, categories));
      };
      target.addEventListener('cc:onConsent', listen);
      target.addEventListener('cc:onChange', listen);
      return () => {
        target.removeEventListener('cc:onConsent', listen);
        target.removeEventListener('cc:onChange', listen);
      };
    },
  };
}

function readEvent(
  event: Event,
  categories: readonly string[],
): PlatformReading {
  const { detail } = event as CustomEvent<unknown>;
  const cookie = property(detail, 'cookie');
  const accepted = property(cookie, 'categories');
  if (!Array.isArray(accepted)) return { status: 'pending' };
  const decidedAt =
    isoTime(property(cookie, 'lastConsentTimestamp')) ??
    isoTime(property(cookie, 'consentTimestamp'));
  if (decidedAt === undefined) return { status: 'pending' };
  return {
    status: 'decided',
    categoryPreferences: Object.fromEntries(
      categories.map((category) => [category, accepted.includes(category)]),
    ),
    decidedAt,
  };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function isoTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return isNaN(time) ? undefined : new Date(time).toISOString();
}
