import { guarded } from '../../guarded.ts';
import {
  answersOf,
  createTeller,
  ignore,
  isClicked,
  whenThere,
} from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/** How a section says that the visitor has opted out. 2 says that they have not, which is how everybody starts. */
const OPTED_OUT = 1;

/**
 * Any consent platform with the API of the IAB's Global Privacy Platform 1.1, for the states of the USA. Its categories:
 * `sale`, `sharing`, `targetedAdvertising`, by the fields `SaleOptOut`, `SharingOptOut`, `TargetedAdvertisingOptOut`.
 *
 * The framework knows objections only: an opt-out in any section is a no, everything else is silence. So it belongs to
 * the consent model `opt-out`; with `opt-in` nothing is ever granted.
 *
 * @see https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/blob/main/Core/CMP%20API%20Specification.md
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const find = () => (window as WithGpp).__gpp;
  return {
    watch(onReading) {
      let ping: Ping | undefined;
      let listenerId: unknown;
      let isStopped = false;
      const tell = createTeller({ now }, onReading, () => {
        // While it is not ready the visitor is being asked.
        if (ping?.signalStatus !== 'ready') return null;
        const sections = Object.values(ping.parsedSections ?? {}).flat();
        return {
          answers: answersOf(categories, (category) =>
            sections.some((section) => section[fieldOf(category)] === OPTED_OUT)
              ? false
              : undefined,
          ),
        };
      });
      const listen = (event: GppEvent | null, isGiven: boolean) => {
        if (isStopped || !isGiven || !event) return;
        ({ listenerId, pingData: ping } = event);
        tell(isClicked(window));
      };
      const stopLooking = whenThere(window, find, (gpp) => {
        gpp('addEventListener', listen);
      });
      return () => {
        isStopped = true;
        stopLooking();
        guarded(() => {
          if (listenerId !== undefined)
            find()?.('removeEventListener', ignore, listenerId);
        });
      };
    },
    // The standard has no command for it.
    open: ignore,
  };
};

function fieldOf(category: string): string {
  return `${category.charAt(0).toUpperCase()}${category.slice(1)}OptOut`;
}

type Section = Readonly<Record<string, unknown>>;

interface Ping {
  readonly signalStatus?: unknown;
  /** A section's fields, or by the specification's text a list of its segments. */
  readonly parsedSections?: Readonly<
    Record<string, Section | readonly Section[]>
  >;
}

interface GppEvent {
  readonly listenerId?: unknown;
  readonly pingData?: Ping;
}

type WithGpp = Window & {
  readonly __gpp?: (
    command: string,
    callback: (event: GppEvent | null, isGiven: boolean) => void,
    parameter?: unknown,
  ) => void;
};
