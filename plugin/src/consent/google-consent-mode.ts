import type { CategoryPreferences } from '@storefront-events/plan/wire';

/**
 * The signals of Google's consent mode, version 2.
 *
 * @see https://developers.google.com/tag-platform/security/guides/consent
 */
export const SIGNALS = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
] as const;

export type Signal = (typeof SIGNALS)[number];

/** The category each signal follows. A signal that is not named stays denied. */
export type SignalMapping = Readonly<Partial<Record<Signal, string>>>;

export type Signals = Readonly<Record<Signal, 'granted' | 'denied'>>;

/** How long Google's tags wait for the first update, in milliseconds. */
const WAIT_FOR_UPDATE_MS = 500;

/** What the answers mean to Google. Silence (`undefined`), like everything but a yes, is denied. */
export function signalsOf(
  mapping: SignalMapping,
  preferences: CategoryPreferences | undefined,
): Signals {
  return Object.fromEntries(
    SIGNALS.map((signal) => {
      const category = mapping[signal];
      const isGranted =
        category !== undefined && preferences?.[category] === true;
      return [signal, isGranted ? 'granted' : 'denied'];
    }),
  ) as Signals;
}

/**
 * The text of an inline script for the head, before any of Google's tags: everything denied until an update. A tag that
 * runs before it would take everything for granted. It holds nothing of the page, so that a CSP may name its hash.
 */
export function defaultScript(): string {
  const signals = JSON.stringify({
    ...signalsOf({}, undefined),
    wait_for_update: WAIT_FOR_UPDATE_MS,
  });
  return (
    'window.dataLayer=window.dataLayer||[];' +
    'window.gtag=window.gtag||function(){dataLayer.push(arguments)};' +
    `gtag('consent','default',${signals});`
  );
}

/** Tells Google's tags what the visitor has decided; `undefined` for a visitor whose decision has gone. */
export function updateConsentMode(
  window: Window,
  mapping: SignalMapping,
  preferences: CategoryPreferences | undefined,
): void {
  const page = window as Window & { dataLayer?: unknown[] };
  const dataLayer = (page.dataLayer ??= []);
  // Google's tags take commands as `arguments` only; the same in an array is a message to them.
  function gtag(..._command: unknown[]): void {
    // eslint-disable-next-line prefer-rest-params
    dataLayer.push(arguments);
  }
  gtag('consent', 'update', signalsOf(mapping, preferences));
}
