import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, listenTo, regionOf } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/** Each page load and each change; and once more when the receipt is written. Both are raised on the window. */
const EVENTS = ['OneTrustGroupsUpdated', 'OTConsentApplied'];

/**
 * OneTrust. Its categories: C0001 (necessary), C0002 (performance), C0003 (functional), C0004 (targeting), C0005
 * (social), or the owner's own.
 *
 * `OneTrustGroupsUpdated` comes on every page load, decided or not: a choice needs a closed banner. Where a category is
 * on until the visitor objects, a closed banner and a yes are no choice, but a no is. `window.OneTrust` is looked at
 * anew each time, because OneTrust may replace it, and be a plain object in between.
 *
 * @see https://developer.onetrust.com/onetrust/docs/javascript-events-guide
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithOneTrust;
  return {
    watch(onReading) {
      let timer: number | undefined;
      const tell = createTeller({ now }, onReading, () => {
        const { OneTrust, OnetrustActiveGroups: groups, document } = page;
        if (!OneTrust?.IsAlertBoxClosed || typeof groups !== 'string')
          return null;
        const active = groups.split(',');
        const place = OneTrust.getGeolocationData?.();
        return {
          answers:
            OneTrust.IsAlertBoxClosed() === true &&
            categories.some(isAnswer(active, OneTrust))
              ? answersOf(categories, (category) => active.includes(category))
              : undefined,
          at: /\bOptanonAlertBoxClosed=([^;]+)/.exec(document.cookie)?.[1],
          region: regionOf(place?.country, place?.state),
        };
      });
      const stop = listenTo(window, EVENTS, () => {
        tell();
        // Should the banner count as closed only once the event is over.
        timer = window.setTimeout(tell);
      });
      tell();
      return () => {
        window.clearTimeout(timer);
        stop();
      };
    },
    open() {
      guarded(() => {
        page.OneTrust?.ToggleInfoDisplay?.();
      });
    },
  };
};

/** True for a category whose state somebody must have chosen: it is off, or it was off by default. */
function isAnswer(active: readonly string[], oneTrust: OneTrust) {
  const groups = oneTrust.GetDomainData?.().Groups ?? [];
  return (category: string): boolean =>
    !active.includes(category) ||
    !groups.some(
      ({ CustomGroupId, Status }) =>
        CustomGroupId === category && Status !== 'inactive',
    );
}

interface OneTrust {
  readonly IsAlertBoxClosed?: () => unknown;
  readonly GetDomainData?: () => {
    readonly Groups?: readonly {
      readonly CustomGroupId: string;
      /** By default: `active`, `inactive`, `always active`, `inactive landingpage`. */
      readonly Status: string;
    }[];
  };
  readonly getGeolocationData?: () =>
    { readonly country: unknown; readonly state: unknown } | undefined;
  readonly ToggleInfoDisplay?: () => void;
}

type WithOneTrust = Window & {
  readonly OneTrust?: OneTrust;
  /** Those granted, between commas: `,C0001,C0002,`. */
  readonly OnetrustActiveGroups?: unknown;
};
