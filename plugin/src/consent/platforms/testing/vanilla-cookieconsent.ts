import { createPlatform } from '../vanilla-cookieconsent.ts';
import { fail, type Driver, type Stage } from './driver.ts';

/** As vanilla-cookieconsent 3.1.0 raises it, read off a page that ran it; test/platforms drives the real one. */
const cookie = {
  categories: ['necessary', 'analytics', 'marketing'],
  revision: 0,
  data: null,
  consentTimestamp: '2026-11-22T00:46:41.084Z',
  consentId: '2633aca5-609c-43d2-a7bd-1670002cd21c',
  services: { necessary: [], analytics: [], marketing: [] },
  languageCode: 'en',
  lastConsentTimestamp: '2026-11-22T00:46:41.084Z',
  expirationTime: 1811033201085,
};

const raise = ({ window }: Stage, name: string, detail: unknown) =>
  window.dispatchEvent(new CustomEvent(name, { detail }));

const hostile = (detail: unknown) => (stage: Stage) => {
  raise(stage, 'cc:onConsent', detail);
  raise(stage, 'cc:onChange', detail);
};

export const vanillaCookieconsent: Driver = {
  createPlatform,
  categories: ['analytics', 'marketing'],
  keepsTime: true,
  start(stage, past) {
    let shown = 0;
    const saying = (answer: boolean, time: string) => ({
      ...cookie,
      categories: answer ? cookie.categories : ['necessary'],
      lastConsentTimestamp: time,
    });
    let current =
      past === 'nothing' ? undefined : saying(past === 'yes', stage.past);
    stage.window['CookieConsent'] = {
      validConsent: () => current !== undefined,
      getCookie: () => current ?? {},
      showPreferences: () => {
        shown += 1;
      },
    };
    if (current) raise(stage, 'cc:onConsent', { cookie: current });
    return {
      shown: () => shown,
      decide(answer) {
        const isFirst = current === undefined;
        current = saying(answer === 'yes', stage.now().toISOString());
        const events = isFirst
          ? ['cc:onFirstConsent', 'cc:onConsent']
          : ['cc:onChange'];
        events.forEach((name) => {
          raise(stage, name, { cookie: current });
        });
      },
    };
  },
  hostile: {
    'no detail': hostile(undefined),
    'no cookie': hostile({}),
    'no categories': hostile({ cookie: {} }),
    'categories that are no list': hostile({
      cookie: { ...cookie, categories: 'analytics' },
    }),
    'no time': hostile({ cookie: { categories: ['analytics'] } }),
    'a time that is none': hostile({
      cookie: { categories: ['analytics'], consentTimestamp: 'soon' },
    }),
    'a function that throws': ({ window }) => {
      window['CookieConsent'] = { validConsent: fail };
    },
    'an invalid choice': ({ window }) => {
      window['CookieConsent'] = {
        validConsent: () => false,
        getCookie: () => cookie,
      };
    },
  },
};
