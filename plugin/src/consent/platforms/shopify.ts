import { guarded } from '../../guarded.ts';
import {
  answersOf,
  createTeller,
  isClicked,
  listenTo,
  regionOf,
  whenThere,
} from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

const COLLECTED = 'visitorConsentCollected';
const ANSWERS: Readonly<Record<string, boolean>> = { yes: true, no: false };

/**
 * Shopify's Customer Privacy API, which the site loads itself, with Shopify's banner or its own. Its categories:
 * analytics, marketing, preferences, sale_of_data.
 *
 * The `…Allowed()` functions and the event's details mix the visitor's choice with the shop's settings and the region;
 * `currentVisitorConsent()` has the choice alone, and `''` where there is none. The event also comes without a choice.
 *
 * @see https://shopify.dev/docs/api/customer-privacy
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithShopify;
  return {
    watch(onReading) {
      const tell = createTeller({ now }, onReading, () => {
        const privacy = page.Shopify?.customerPrivacy;
        if (!privacy) return null;
        const said = privacy.currentVisitorConsent();
        // Without a hyphen: USCA.
        const place = privacy.getRegion?.() ?? '';
        return {
          answers: answersOf(
            categories,
            (category) => ANSWERS[String(said[category])],
          ),
          region: regionOf(place.slice(0, 2), place.slice(2)),
        };
      });
      const stopListening = listenTo(window.document, [COLLECTED], () => {
        tell(isClicked(window));
      });
      const stopLooking = whenThere(
        window,
        () => page.Shopify?.customerPrivacy,
        () => {
          tell();
        },
      );
      return () => {
        stopLooking();
        stopListening();
      };
    },
    open() {
      guarded(() => {
        page.privacyBanner?.showPreferences?.();
      });
    },
  };
};

type WithShopify = Window & {
  readonly Shopify?: {
    readonly customerPrivacy?: {
      readonly currentVisitorConsent: () => Readonly<Record<string, unknown>>;
      readonly getRegion?: () => string | undefined;
    };
  };
  /** There with Shopify's own banner only. */
  readonly privacyBanner?: { readonly showPreferences?: () => void };
};
