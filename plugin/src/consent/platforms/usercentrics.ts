import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, ignore, listenTo } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/** When something may be new, beside `UC_CONSENT`, which brings it along. */
const EVENTS = ['UC_UI_INITIALIZED', 'UC_UI_CMP_EVENT'];

/**
 * Usercentrics 3 (`__ucCmp`). A category is the slug of one of its categories, such as essential, functional,
 * marketing; all of its services must have a yes.
 *
 * On the first visit there are defaults, of type IMPLICIT; a choice is EXPLICIT.
 *
 * @see https://usercentrics.com/docs/web/features/api/interfaces/#consentdetails
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithUsercentrics;
  return {
    watch(onReading) {
      let details: Details | undefined;
      let turn = 0;
      const tell = createTeller({ now }, onReading, () => {
        if (!details) return null;
        const { consent, categories: found } = details;
        return {
          answers:
            consent?.type === 'EXPLICIT'
              ? answersOf(
                  categories,
                  (slug) => ANSWERS[String(found?.[slug]?.state)],
                )
              : undefined,
          at: consent?.updatedAt,
        };
      });
      const take = (next: Details) => {
        turn += 1;
        details = next;
        tell();
      };
      const onConsent = (event: Event) => {
        take((event as CustomEvent<Details>).detail);
      };
      const ask = () => {
        const asked = (turn += 1);
        guarded(() => {
          page.__ucCmp?.getConsentDetails().then((next) => {
            // Something newer may have come meanwhile.
            if (asked === turn) take(next);
          }, ignore);
        });
      };
      const stopListening = [
        listenTo(window, ['UC_CONSENT'], onConsent),
        listenTo(window, EVENTS, ask),
      ];
      ask();
      return () => {
        turn += 1;
        stopListening.forEach((stop) => {
          stop();
        });
      };
    },
    open() {
      guarded(() => {
        page.__ucCmp?.showSecondLayer().catch(ignore);
      });
    },
  };
};

const ANSWERS: Readonly<Record<string, boolean>> = {
  ALL_ACCEPTED: true,
  SOME_ACCEPTED: false,
  ALL_DENIED: false,
};

interface Details {
  readonly consent?: {
    readonly type?: unknown;
    /** Milliseconds since 1970. */
    readonly updatedAt?: unknown;
  };
  readonly categories?: Readonly<
    Record<string, { readonly state?: unknown } | undefined>
  >;
}

type WithUsercentrics = Window & {
  readonly __ucCmp?: {
    readonly getConsentDetails: () => Promise<Details>;
    readonly showSecondLayer: () => Promise<void>;
  };
};
