import { createPlatform } from '../usercentrics.ts';
import { fail, type Driver, type Stage } from './driver.ts';

/**
 * The global and the events of a page with Usercentrics 3:
 * https://usercentrics.com/docs/web/features/api/control-functionality/#getconsentdetails
 * https://usercentrics.com/docs/web/features/api/interfaces/#consentdetails
 * https://usercentrics.com/docs/web/features/events/
 */
export function onUsercentricsPage(
  { window, now, past: time }: Stage,
  past: 'nothing' | 'yes' | 'no',
) {
  const saying = (answer: boolean, type: unknown, updatedAt: number) => ({
    consent: {
      status: answer ? 'ALL_ACCEPTED' : 'ALL_DENIED',
      required: true,
      type,
      updatedAt,
      updatedBy:
        type === 'EXPLICIT' ? 'onAcceptAllServices' : 'onInitialPageLoad',
    },
    services: {
      HkocEodjb7: {
        name: 'Google Analytics',
        category: 'functional',
        consent: { given: answer, type },
      },
    },
    categories: {
      essential: { essential: true, state: 'ALL_ACCEPTED', dps: null },
      functional: { state: answer ? 'ALL_ACCEPTED' : 'ALL_DENIED', dps: null },
      marketing: { state: answer ? 'ALL_ACCEPTED' : 'ALL_DENIED', dps: null },
    },
  });
  let details: unknown = saying(
    past === 'yes',
    past === 'nothing' ? 'IMPLICIT' : 'EXPLICIT',
    Date.parse(time),
  );
  let shown = 0;
  window['__ucCmp'] = {
    getConsentDetails: () => Promise.resolve(details),
    showSecondLayer: () => {
      shown += 1;
      return Promise.resolve();
    },
  };
  window.dispatchEvent(new Event('UC_UI_INITIALIZED'));
  return {
    shown: () => shown,
    /** Raises what it says now. */
    say: (next: unknown) => {
      details = next;
      window.dispatchEvent(new CustomEvent('UC_CONSENT', { detail: next }));
    },
    decide(answer: 'yes' | 'no') {
      window.dispatchEvent(
        new CustomEvent('UC_UI_CMP_EVENT', {
          detail: {
            source: 'first',
            type: answer === 'yes' ? 'ACCEPT_ALL' : 'DENY_ALL',
          },
        }),
      );
      details = saying(answer === 'yes', 'EXPLICIT', now().getTime());
      window.dispatchEvent(new CustomEvent('UC_CONSENT', { detail: details }));
    },
  };
}

export const usercentrics: Driver = {
  createPlatform,
  categories: ['functional', 'marketing'],
  keepsTime: true,
  start: onUsercentricsPage,
  hostile: {
    'defaults that are a yes': (stage) => {
      onUsercentricsPage(stage, 'nothing').say({
        consent: { type: 'IMPLICIT', updatedAt: 1 },
        categories: { functional: { state: 'ALL_ACCEPTED' } },
      });
    },
    'a time that is none': (stage) => {
      onUsercentricsPage(stage, 'nothing').say({
        consent: { type: 'EXPLICIT', updatedAt: 'soon' },
        categories: { functional: { state: 'ALL_ACCEPTED' } },
      });
    },
    'details that are none': (stage) => {
      const running = onUsercentricsPage(stage, 'nothing');
      [null, 7, { consent: { type: 'EXPLICIT' } }].forEach(running.say);
    },
    'a promise that is refused': ({ window }) => {
      window['__ucCmp'] = {
        getConsentDetails: () => Promise.reject(new Error('it fails')),
      };
    },
    'a function that throws': ({ window }) => {
      window['__ucCmp'] = { getConsentDetails: fail };
    },
  },
};
