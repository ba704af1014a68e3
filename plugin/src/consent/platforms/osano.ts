import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, isClicked, regionOf } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/**
 * Osano. Its categories: ESSENTIAL, STORAGE, MARKETING, PERSONALIZATION, ANALYTICS. (OPT_OUT is the other way round.)
 *
 * What is saved comes by `osano-cm-consent-saved`: after each save, and on registration if something was saved before.
 * `osano-cm-consent-changed` is a toggle that nobody has saved yet, and `osano-cm-initialized` may come with defaults.
 * Osano's own pre-load function takes listeners before its script is there.
 *
 * @see https://developers.osano.com/cmp/javascript-api/developer-documentation-consent-javascript-api
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithOsano;
  return {
    watch(onReading) {
      let saved: Readonly<Record<string, unknown>> | undefined;
      let isStopped = false;
      const tell = createTeller({ now }, onReading, () => ({
        answers:
          saved &&
          answersOf(
            categories,
            (category) => ANSWERS[String(saved?.[category])],
          ),
        region: regionOf(page.Osano?.cm?.countryCode),
      }));
      const listen = (consent: Readonly<Record<string, unknown>>) => {
        if (isStopped) return;
        saved = consent;
        tell(isClicked(window));
      };
      guarded(() => {
        page.Osano ??= preload();
        if (page.Osano.cm) page.Osano.cm.addEventListener(SAVED, listen);
        else page.Osano('onConsentSaved', listen);
      });
      return () => {
        isStopped = true;
        guarded(() => {
          page.Osano?.cm?.removeEventListener?.(SAVED, listen);
        });
      };
    },
    open() {
      guarded(() => {
        page.Osano?.cm?.showDrawer?.();
      });
    },
  };
};

const SAVED = 'osano-cm-consent-saved';
const ANSWERS: Readonly<Record<string, boolean>> = {
  ACCEPT: true,
  DENY: false,
};

/** The queue that Osano documents for scripts which come before its own. */
function preload(): Osano {
  const osano: Osano = (...command) => {
    osano.data?.push(command);
  };
  osano.data = [];
  return osano;
}

interface Osano {
  (command: 'onConsentSaved', listener: unknown): void;
  data?: unknown[];
  readonly cm?: {
    readonly addEventListener: (event: string, listener: unknown) => void;
    readonly removeEventListener?: (event: string, listener: unknown) => void;
    readonly countryCode?: unknown;
    readonly showDrawer?: () => void;
  };
}

type WithOsano = Window & { Osano?: Osano };
