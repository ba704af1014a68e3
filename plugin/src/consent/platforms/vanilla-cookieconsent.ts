import { guarded } from '../../guarded.ts';
import { listenTo, timeOf } from '../adapter.ts';
import type { CreatePlatform, PlatformReading } from '../platform.ts';

/**
 * vanilla-cookieconsent 3, by its window events: `cc:onConsent` comes on every page load that has a valid choice and
 * right after the first one, `cc:onChange` on each later change, a withdrawal included. Before a choice it raises
 * nothing, so silence is `pending`. A `revision` bump in its configuration invalidates old choices there, and then
 * here too. Where a script tag has run it before this, its events are over, and the choice is read from it.
 *
 * @see https://cookieconsent.orestbida.com/advanced/callbacks-events.html
 */
export const createPlatform: CreatePlatform = ({ categories, window }) => {
  const platform = () => (window as WithCookieConsent).CookieConsent || {};
  return {
    watch(onReading) {
      const tell = (cookie: Cookie | undefined) => {
        onReading(
          guarded(() => readCookie(cookie || {}, categories)) || {
            status: 'pending',
          },
        );
      };
      const stop = listenTo(
        window,
        ['cc:onConsent', 'cc:onChange'],
        (event) => {
          const { detail } = event as CustomEvent<{ cookie?: Cookie } | null>;
          tell(detail ? detail.cookie : undefined);
        },
      );
      guarded(() => {
        const { validConsent, getCookie } = platform();
        if (validConsent && getCookie && validConsent() === true)
          tell(getCookie());
      });
      return stop;
    },
    open() {
      guarded(() => {
        const { showPreferences } = platform();
        if (showPreferences) showPreferences();
      });
    },
  };
};

function readCookie(
  {
    categories: accepted,
    consentTimestamp,
    lastConsentTimestamp = consentTimestamp,
  }: Cookie,
  categories: readonly string[],
): PlatformReading | undefined {
  const decidedAt = timeOf(lastConsentTimestamp);
  return Array.isArray(accepted) && decidedAt
    ? {
        status: 'decided',
        categoryPreferences: Object.fromEntries(
          categories.map((category) => [category, accepted.includes(category)]),
        ),
        decidedAt,
      }
    : undefined;
}

interface Cookie {
  readonly categories?: unknown;
  readonly consentTimestamp?: unknown;
  readonly lastConsentTimestamp?: unknown;
}

/** There as a global where the site loads it by a script tag. */
type WithCookieConsent = Window & {
  readonly CookieConsent?: {
    readonly validConsent?: () => unknown;
    readonly getCookie?: () => Cookie;
    readonly showPreferences?: () => void;
  };
};
