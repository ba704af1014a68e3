import { createPlatform } from '../c15t.ts';
import { fail, type Driver } from './driver.ts';

const said = {
  consents: { necessary: true, measurement: true, marketing: true },
  locationInfo: null,
};
const store = (state: unknown) => ({
  getState: () => state,
  subscribe: () => () => undefined,
});

/** After c15t 2.2.1, `dist-types/store/type.d.ts`; test/platforms drives the real one. */
export const c15t: Driver = {
  createPlatform,
  categories: ['measurement', 'marketing'],
  keepsTime: true,
  region: 'US-CA',
  hostile: {
    'consent without a subject, as when it is not enabled': ({ window }) => {
      window['c15tStore'] = store({ ...said, consentInfo: { time: 1 } });
    },
    'a time that is none': ({ window }) => {
      window['c15tStore'] = store({
        ...said,
        consentInfo: { subjectId: 'sub_1', time: 'soon' },
      });
    },
    'answers that are text': ({ window, now }) => {
      window['c15tStore'] = store({
        consents: { measurement: 'true', marketing: 1 },
        consentInfo: { subjectId: 'sub_1', time: now().getTime() },
        locationInfo: null,
      });
    },
    'a state that throws': ({ window }) => {
      window['c15tStore'] = { ...store({}), getState: fail };
    },
    'a store that is none': ({ window }) => {
      window['c15tStore'] = {};
    },
  },
  start({ window, now, past: time }, past) {
    const listeners = new Set<() => void>();
    let shown = 0;
    let state: Record<string, unknown> = {
      consents: {
        necessary: true,
        measurement: past === 'yes',
        marketing: past === 'yes',
      },
      consentInfo:
        past === 'nothing'
          ? null
          : { subjectId: 'sub_1', time: Date.parse(time) },
      locationInfo: { countryCode: 'US', regionCode: 'CA' },
      setActiveUI: () => {
        shown += 1;
      },
    };
    window['c15tStore'] = {
      getState: () => state,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    return {
      shown: () => shown,
      decide(answer) {
        state = {
          ...state,
          consents: {
            necessary: true,
            measurement: answer === 'yes',
            marketing: answer === 'yes',
          },
          consentInfo: { subjectId: 'sub_1', time: now().getTime() },
        };
        listeners.forEach((listener) => {
          listener();
        });
      },
    };
  },
};
