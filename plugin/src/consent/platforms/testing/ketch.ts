import { createPlatform } from '../ketch.ts';
import { click, type Driver, type Stage } from './driver.ts';

type Purposes = Record<string, unknown>;

/**
 * The queue of a page with the Ketch Smart Tag: https://developers.ketch.com/docs/ketch-smart-tag-plugins (events), and
 * the tag's README and source (when each event comes, what `getConfig` gives): https://github.com/ketch-com/ketch-tag
 */
export function onKetchPage(
  stage: Stage,
  past: 'nothing' | 'yes' | 'no',
  needsOptIn = true,
) {
  const { window } = stage;
  const config = {
    purposes: [
      {
        code: 'essential_services',
        legalBasisCode: 'disclosure',
        requiresOptIn: false,
      },
      ...['analytics', 'behavioral_advertising'].map((code) => ({
        code,
        legalBasisCode: needsOptIn ? 'consent_optin' : 'consent_optout',
        requiresOptIn: needsOptIn,
      })),
    ],
  };
  const saying = (answer: boolean): Purposes => ({
    essential_services: true,
    analytics: answer,
    behavioral_advertising: answer,
  });
  // What needs no opt-in is granted without a question.
  let purposes: Purposes =
    past !== 'nothing'
      ? saying(past === 'yes')
      : needsOptIn
        ? { essential_services: true }
        : saying(true);
  let shown = 0;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const of = (event: string) => {
    const found = listeners.get(event) ?? new Set();
    listeners.set(event, found);
    return found;
  };
  const emit = (event: string, value: unknown) => {
    of(event).forEach((listener) => {
      listener(value);
    });
  };
  const push = (command: unknown) => {
    const [name, event, listener] = Array.from(
      command as ArrayLike<unknown>,
    ) as [string, string, (value: unknown) => void];
    if (name === 'getConfig') (event as unknown as typeof listener)(config);
    if (name === 'off') of(event).delete(listener);
    if (name !== 'on') return;
    of(event).add(listener);
    // What is known is told to whoever comes later.
    if (event === 'consent') listener({ purposes });
    if (event === 'regionInfo') listener('US-CA');
  };
  const queued = (window['semaphore'] ?? []) as unknown[];
  window['semaphore'] = { push };
  window['ketch'] = (command: string) => {
    if (command === 'showPreferences') shown += 1;
  };
  queued.forEach(push);
  return {
    shown: () => shown,
    say: (next: Purposes) => {
      purposes = next;
      emit('consent', { purposes });
    },
    decide(answer: 'yes' | 'no') {
      click(stage);
      purposes = saying(answer === 'yes');
      emit('consent', { purposes });
      // After the server's answer.
      emit('userConsentUpdated', { purposes });
    },
  };
}

export const ketch: Driver = {
  createPlatform,
  categories: ['analytics', 'behavioral_advertising'],
  keepsTime: false,
  region: 'US-CA',
  start: (stage, past) => onKetchPage(stage, past),
  hostile: {
    'a grant that needs no opt-in': (stage) => {
      onKetchPage(stage, 'nothing', false);
    },
    'answers that are text': (stage) => {
      onKetchPage(stage, 'nothing').say({
        analytics: 'true',
        behavioral_advertising: 'granted',
      });
    },
    'a queue that is none': ({ window }) => {
      window['semaphore'] = 7;
    },
    'a queue that throws': ({ window }) => {
      window['semaphore'] = {
        push() {
          throw new Error('the consent platform fails');
        },
      };
    },
  },
};
