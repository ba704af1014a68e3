import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, whenThere } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/**
 * Klaro 0.7, loaded by a script tag (or assigned to `window.klaro`). A category is the name of a service, or a purpose:
 * then all of its services must have a yes.
 *
 * Services' callbacks say "false" while Klaro starts, before anybody was asked; only `manager.confirmed` tells a choice.
 * Toggles change `consents` at once, so what counts is `savedConsents`.
 *
 * @see https://klaro.org/docs/api/js_api
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const find = () => (window as WithKlaro).klaro;
  return {
    watch(onReading) {
      let manager: Manager | undefined;
      let isStopped = false;
      const tell = createTeller({ now }, onReading, () => {
        if (!manager) return null;
        return {
          answers:
            manager.confirmed === true
              ? answersOf(categories, answerOf(manager))
              : undefined,
        };
      });
      const watcher = {
        update(_: unknown, event: string) {
          if (event === 'saveConsents') tell(true);
          else if (manager?.confirmed !== true) tell();
        },
      };
      const stopLooking = whenThere(
        window,
        find,
        // Also comes for a `render` of before, and with each `show`.
        (klaro) => {
          klaro.addEventListener('render', (config) => {
            guarded(() => {
              if (isStopped) return;
              manager = klaro.getManager(config);
              manager.watch(watcher);
              tell();
            });
          });
        },
      );
      return () => {
        isStopped = true;
        stopLooking();
        guarded(() => {
          manager?.unwatch(watcher);
        });
      };
    },
    open() {
      guarded(() => {
        find()?.show(undefined, true);
      });
    },
  };
};

function answerOf({ config, savedConsents }: Manager) {
  return (category: string): boolean | undefined => {
    const services = config.services.filter(
      ({ name, purposes }) => name === category || purposes?.includes(category),
    );
    return services.length > 0
      ? services.every(({ name }) => savedConsents[name] === true)
      : undefined;
  };
}

interface Manager {
  readonly confirmed: unknown;
  readonly savedConsents: Readonly<Record<string, unknown>>;
  readonly config: {
    readonly services: readonly {
      readonly name: string;
      readonly purposes?: readonly string[];
    }[];
  };
  readonly watch: (watcher: object) => void;
  readonly unwatch: (watcher: object) => void;
}

type WithKlaro = Window & {
  readonly klaro?: {
    readonly addEventListener: (
      event: 'render',
      handler: (config: unknown) => void,
    ) => void;
    readonly getManager: (config: unknown) => Manager;
    /** Of the given configuration, the default one if none; as a dialog. */
    readonly show: (config: undefined, isModal: true) => void;
  };
};
