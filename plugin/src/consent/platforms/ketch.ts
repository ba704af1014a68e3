import { guarded } from '../../guarded.ts';
import { answersOf, createTeller, isClicked, regionOf } from '../adapter.ts';
import type { CreatePlatform } from '../platform.ts';

/**
 * Ketch, by its queue `window.semaphore`, which may be filled before the tag is there. A category is the code of a
 * purpose.
 *
 * `consent` also comes with defaults: what needs no opt-in is granted without a question, on the first page, and as if
 * remembered on the next. So it is a choice only if every purpose asked has an answer, and one of them is no default: it
 * needs an opt-in, or it is a no. (Closing the banner is a no to what needs an opt-in: Ketch keeps it and does not ask
 * again.) `userConsentUpdated` comes late, after the server's answer, and only where something changes.
 *
 * @see https://developers.ketch.com/docs/ketch-smart-tag-plugins
 */
export const createPlatform: CreatePlatform = ({ categories, window, now }) => {
  const page = window as WithKetch;
  const call = (...command: unknown[]) =>
    guarded(() => (page.semaphore ??= [] as unknown[]).push(command));
  return {
    watch(onReading) {
      let config: Config | undefined;
      let consent: Consent | undefined;
      let region: string | undefined;
      let isStopped = false;
      const tell = createTeller({ now }, onReading, () => {
        if (isStopped) return null;
        return {
          answers: answersIn(consent?.purposes, config, categories),
          region,
        };
      });
      const listeners: Record<string, (said: unknown) => void> = {
        regionInfo(said) {
          region = regionOf(said);
          tell();
        },
        consent(said) {
          consent = said as Consent | undefined;
          tell(isClicked(window));
        },
        userConsentUpdated(said) {
          consent = said as Consent | undefined;
          tell(true);
        },
      };
      const each = (command: 'on' | 'off') => {
        for (const event in listeners) call(command, event, listeners[event]);
      };
      call('getConfig', (said: Config | undefined) => {
        config = said;
        tell();
      });
      each('on');
      return () => {
        isStopped = true;
        each('off');
      };
    },
    open() {
      guarded(() => {
        page.ketch?.('showPreferences');
      });
    },
  };
};

/** What was said, if nobody but the visitor can have said it. */
function answersIn(
  said: Consent['purposes'],
  config: Config | undefined,
  categories: readonly string[],
) {
  const asked = (config?.purposes ?? []).filter(({ code }) =>
    categories.includes(code),
  );
  return said &&
    asked.every(({ code }) => typeof said[code] === 'boolean') &&
    asked.some(({ code, requiresOptIn }) => requiresOptIn || !said[code])
    ? answersOf(categories, (category) => said[category])
    : undefined;
}

interface Consent {
  readonly purposes?: Readonly<Record<string, unknown>>;
}

interface Config {
  readonly purposes?: readonly {
    readonly code: string;
    readonly requiresOptIn?: boolean;
  }[];
}

type WithKetch = Window & {
  semaphore?: { push: (command: unknown) => unknown };
  readonly ketch?: (command: string) => void;
};
