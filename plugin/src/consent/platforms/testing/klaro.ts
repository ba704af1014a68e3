import { createPlatform } from '../klaro.ts';
import { fail, type Driver } from './driver.ts';

const config = {
  services: [
    { name: 'segment', purposes: ['analytics'] },
    { name: 'matomo', purposes: ['analytics'] },
    { name: 'meta', purposes: ['marketing'] },
  ],
};

/** After klaro 0.7.22, `src/consent-manager.js` and `src/lib.js`; test/platforms drives the real one. */
export const klaro: Driver = {
  createPlatform,
  categories: ['analytics', 'meta'],
  keepsTime: false,
  hostile: {
    'a manager that is none': ({ window }) => {
      window['klaro'] = {
        addEventListener: (_: string, handler: (c: unknown) => void) => {
          handler(config);
        },
        getManager: () => null,
      };
    },
    'confirmed that is text': ({ window }) => {
      window['klaro'] = {
        addEventListener: (_: string, handler: (c: unknown) => void) => {
          handler(config);
        },
        getManager: () => ({
          config,
          confirmed: 'true',
          savedConsents: { segment: true, matomo: true, meta: true },
          watch: () => undefined,
        }),
      };
    },
    'getManager that throws': ({ window }) => {
      window['klaro'] = {
        addEventListener: (_: string, handler: (c: unknown) => void) => {
          handler(config);
        },
        getManager: fail,
      };
    },
    'something else by its name': ({ window }) => {
      window['klaro'] = 7;
    },
  },
  start({ window }, past) {
    const all = (answer: boolean) =>
      Object.fromEntries(config.services.map(({ name }) => [name, answer]));
    const watchers = new Set<{ update: (m: object, event: string) => void }>();
    let shown = 0;
    const manager = {
      config,
      confirmed: past !== 'nothing',
      consents: all(past === 'yes'),
      savedConsents: all(past === 'yes'),
      watch: (watcher: { update: (m: object, event: string) => void }) =>
        watchers.add(watcher),
      unwatch: (watcher: { update: (m: object, event: string) => void }) =>
        watchers.delete(watcher),
      notify: (event: string) => {
        watchers.forEach((watcher) => {
          watcher.update(manager, event);
        });
      },
    };
    const { notify } = manager;
    window['klaro'] = {
      // Rendered before anybody listens; then each listener is told of it.
      addEventListener: (_: string, handler: (c: unknown) => void) => {
        handler(config);
      },
      getManager: () => manager,
      show: () => {
        shown += 1;
      },
    };
    return {
      shown: () => shown,
      decide(answer) {
        manager.consents = all(answer === 'yes');
        notify('consents');
        manager.confirmed = true;
        manager.savedConsents = { ...manager.consents };
        notify('saveConsents');
        notify('applyConsents');
      },
    };
  },
};
