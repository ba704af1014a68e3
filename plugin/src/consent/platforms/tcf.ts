import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, ignore, whenThere } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/** A choice that was kept, or was made just now. The third, `cmpuishown`, comes while the visitor is being asked. */
const LOADED = 'tcloaded';
const ACT = 'useractioncomplete';

/**
 * Any consent platform with the API of IAB Europe's Transparency and Consent Framework 2.2 or 2.3. Its categories:
 * `purpose1` to `purpose11`, by the visitor's consent; what is claimed as legitimate interest is no consent.
 *
 * Without a TC string nobody has decided. Where the GDPR does not apply (`gdprApplies: false`) nobody was asked, so that
 * is no choice either: the owner's consent model decides.
 *
 * @see https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20CMP%20API%20v2.md
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const find = () => (window as WithTcf).__tcfapi;
  return {
    watch(onReading) {
      let data: TcData | undefined;
      let listenerId: unknown;
      let isStopped = false;
      const tell = createTeller({ now }, onReading, () =>
        data ? { answers: answersIn(data, categories) } : null,
      );
      const listen = (next: TcData | null, isGiven: boolean) => {
        if (isStopped || !isGiven || !next) return;
        ({ listenerId } = next);
        if (next.eventStatus !== LOADED && next.eventStatus !== ACT) return;
        data = next;
        tell(next.eventStatus === ACT);
      };
      const stopLooking = whenThere(window, find, (tcfapi) => {
        tcfapi('addEventListener', 2, listen);
      });
      return () => {
        isStopped = true;
        stopLooking();
        guarded(() => {
          if (listenerId !== undefined)
            find()?.('removeEventListener', 2, ignore, listenerId);
        });
      };
    },
    open() {
      // No command of the standard, but one that several platforms know.
      guarded(() => {
        find()?.('displayConsentUi', 2, ignore);
      });
    },
  };
};

function answersIn(
  { tcString, gdprApplies, purpose }: TcData,
  categories: readonly string[],
) {
  const consents = purpose?.consents;
  return tcString && typeof tcString === 'string' && gdprApplies !== false
    ? answersOf(
        categories,
        (category) =>
          consents && consents[category.replace('purpose', '')] === true,
      )
    : undefined;
}

interface TcData {
  readonly eventStatus?: unknown;
  readonly listenerId?: unknown;
  readonly tcString?: unknown;
  readonly gdprApplies?: boolean;
  readonly purpose?: { readonly consents?: Readonly<Record<string, unknown>> };
}

type WithTcf = Window & {
  readonly __tcfapi?: (
    command: string,
    version: 2,
    callback: (data: TcData | null, isGiven: boolean) => void,
    parameter?: unknown,
  ) => void;
};
