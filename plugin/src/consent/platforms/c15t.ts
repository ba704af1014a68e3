import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, regionOf, whenThere } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/**
 * c15t 2, by its store at `window.c15tStore`. Its categories: necessary, functionality, experience, measurement,
 * marketing.
 *
 * `onConsentSet` also announces defaults and what an opt-out region grants by itself; a saved choice has a subject.
 * By default c15t reloads the page on a withdrawal; the store knows of it before.
 *
 * @see https://c15t.com/docs/frameworks/javascript/api/overview
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const find = () => (window as WithStore).c15tStore;
  return {
    watch(onReading) {
      let unsubscribe: (() => void) | undefined;
      const tell = createTeller({ now }, onReading, () => {
        const state = find()?.getState();
        if (!state) return null;
        const { consents, consentInfo, locationInfo } = state;
        return {
          answers:
            typeof consentInfo?.subjectId === 'string'
              ? answersOf(categories, (category) => consents[category])
              : undefined,
          at: consentInfo?.time,
          region: regionOf(locationInfo?.countryCode, locationInfo?.regionCode),
        };
      });
      const stopLooking = whenThere(window, find, (store) => {
        unsubscribe = store.subscribe(() => {
          tell();
        });
        tell();
      });
      return () => {
        stopLooking();
        unsubscribe?.();
      };
    },
    open() {
      guarded(() => {
        find()?.getState().setActiveUI('dialog');
      });
    },
  };
};

type WithStore = Window & {
  readonly c15tStore?: {
    readonly getState: () => {
      readonly consents: Readonly<Record<string, unknown>>;
      readonly consentInfo: {
        readonly subjectId?: unknown;
        readonly time?: unknown;
      } | null;
      readonly locationInfo: {
        readonly countryCode: unknown;
        readonly regionCode: unknown;
      } | null;
      readonly setActiveUI: (ui: 'dialog') => void;
    };
    readonly subscribe: (listener: () => void) => () => void;
  };
};
