import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, listenTo, regionOf } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/** A remembered choice, on each page load. */
const READY = 'CookiebotOnConsentReady';
/** The visitor's act. */
const ACTS = ['CookiebotOnAccept', 'CookiebotOnDecline'];

/**
 * Cookiebot. Its categories: necessary, preferences, statistics, marketing.
 *
 * A returning visitor raises `CookiebotOnConsentReady` only. A consent that Cookiebot implies (`method`), which it does
 * outside the regions its owner chose, is no choice.
 *
 * @see https://www.cookiebot.com/en/developer/
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithCookiebot;
  return {
    watch(onReading) {
      const tell = createTeller({ now }, onReading, () => {
        const { Cookiebot } = page;
        const consent = Cookiebot?.consent;
        if (!consent) return null;
        return {
          answers:
            Cookiebot.hasResponse === true && consent['method'] === 'explicit'
              ? answersOf(categories, (category) => consent[category])
              : undefined,
          at: Cookiebot.consentUTC ?? undefined,
          region: regionOf(...placeOf(Cookiebot.userCountry)),
        };
      });
      const stop = listenTo(window, [READY, ...ACTS], ({ type }) => {
        tell(type !== READY);
      });
      tell();
      return stop;
    },
    open() {
      guarded(() => {
        page.Cookiebot?.renew?.();
      });
    },
  };
};

/** Cookiebot numbers the states of the USA by FIPS; the one that its owners can tell apart is California. */
function placeOf(country: unknown): [string, string?] {
  const text = String(country);
  return text === 'us-06' ? ['us', 'ca'] : [text.slice(0, 2)];
}

type WithCookiebot = Window & {
  readonly Cookiebot?: {
    readonly consent?: Readonly<Record<string, unknown>>;
    readonly hasResponse?: unknown;
    /** When the consent was given: a Date, or null. */
    readonly consentUTC?: unknown;
    /** ISO 3166-1 in small letters, for the USA with the state's number: `us-06`. */
    readonly userCountry?: unknown;
    readonly renew?: () => void;
  };
};
