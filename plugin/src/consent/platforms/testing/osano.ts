import { createPlatform } from '../osano.ts';
import { click, fail, type Driver, type Stage } from './driver.ts';

type Listener = (value: unknown) => void;

/**
 * The global of a page with `osano.js`, and its pre-load queue:
 * https://developers.osano.com/cmp/javascript-api/developer-documentation-consent-javascript-api
 * That `osano-cm-consent-saved` is told on registration to a returning visitor's page, a frame later, was read off the
 * script by https://github.com/ryanbr/consent-rr and by https://github.com/IABTechLab/trusted-server.
 */
export function onOsanoPage(stage: Stage, past: 'nothing' | 'yes' | 'no') {
  const { window } = stage;
  const saying = (answer: boolean) => ({
    ESSENTIAL: 'ACCEPT',
    STORAGE: answer ? 'ACCEPT' : 'DENY',
    MARKETING: answer ? 'ACCEPT' : 'DENY',
    PERSONALIZATION: answer ? 'ACCEPT' : 'DENY',
    ANALYTICS: answer ? 'ACCEPT' : 'DENY',
    OPT_OUT: 'DENY',
  });
  let saved = past === 'nothing' ? undefined : saying(past === 'yes');
  let shown = 0;
  const listeners = new Map<Listener, string>();
  const emit = (event: string, value: unknown) => {
    listeners.forEach((name, listener) => {
      if (name === event) listener(value);
    });
  };
  const cm = {
    countryCode: 'de',
    addEventListener: (event: string, listener: Listener) => {
      listeners.set(listener, event);
      if (event === 'osano-cm-consent-saved' && saved)
        queueMicrotask(() => {
          if (listeners.has(listener)) listener(saved);
        });
    },
    removeEventListener: (_: string, listener: Listener) =>
      listeners.delete(listener),
    showDrawer: () => {
      shown += 1;
    },
  };
  const handle = (command: ArrayLike<unknown>) => {
    if (command[0] === 'onConsentSaved')
      cm.addEventListener('osano-cm-consent-saved', command[1] as Listener);
  };
  const queued = (
    window['Osano'] as { data?: ArrayLike<unknown>[] } | undefined
  )?.data;
  window['Osano'] = Object.assign(
    (...command: unknown[]) => {
      handle(command);
    },
    { cm },
  );
  queued?.forEach(handle);
  return {
    shown: () => shown,
    /** A switch is moved, and nothing saved. */
    toggle: () => {
      emit('osano-cm-consent-changed', { ANALYTICS: 'ACCEPT' });
    },
    decide(answer: 'yes' | 'no') {
      click(stage);
      saved = saying(answer === 'yes');
      emit('osano-cm-consent-saved', saved);
    },
  };
}

export const osano: Driver = {
  createPlatform,
  categories: ['ANALYTICS', 'MARKETING'],
  keepsTime: false,
  region: 'DE',
  start: onOsanoPage,
  hostile: {
    'something else by its name': ({ window }) => {
      window['Osano'] = 7;
    },
    'a listener that throws': ({ window }) => {
      window['Osano'] = { cm: { addEventListener: fail } };
    },
    'answers that are none': ({ window }) => {
      window['Osano'] = (_: string, listener: Listener) => {
        listener({ ANALYTICS: true, MARKETING: 'accept' });
        listener(undefined);
        listener(7);
      };
    },
  },
};
