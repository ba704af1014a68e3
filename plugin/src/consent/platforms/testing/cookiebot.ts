import { createPlatform } from '../cookiebot.ts';
import type { Driver, Stage } from './driver.ts';

/**
 * The global of a page with Cookiebot's `uc.js`: https://www.cookiebot.com/en/developer/ (properties, events).
 * `consentUTC` (a Date, null before) and `userCountry` (`us-06`) are on the same object; the cookie has them as `utc`
 * and `region`: https://support.cookiebot.com/hc/en-us/articles/360004104033
 */
export function onCookiebotPage(
  { window, now, past: time }: Stage,
  past: 'nothing' | 'yes' | 'no',
  method: unknown = 'explicit',
) {
  const consent: Record<string, unknown> = {
    necessary: true,
    preferences: past === 'yes',
    statistics: past === 'yes',
    marketing: past === 'yes',
    method: past === 'nothing' ? null : method,
  };
  let shown = 0;
  const cookiebot: Record<string, unknown> = {
    consent,
    hasResponse: past !== 'nothing',
    consented: past === 'yes',
    declined: past === 'no',
    consentUTC: past === 'nothing' ? null : new Date(time),
    userCountry: 'us-06',
    renew: () => {
      shown += 1;
    },
  };
  window['Cookiebot'] = cookiebot;
  const raise = (name: string) => window.dispatchEvent(new Event(name));
  // A returning visitor raises this one only.
  if (past !== 'nothing') raise('CookiebotOnConsentReady');
  return {
    cookiebot,
    shown: () => shown,
    decide(answer: 'yes' | 'no') {
      const is = answer === 'yes';
      Object.assign(consent, {
        preferences: is,
        statistics: is,
        marketing: is,
        method: 'explicit',
      });
      Object.assign(cookiebot, {
        hasResponse: true,
        consented: is,
        declined: !is,
        consentUTC: now(),
      });
      raise(is ? 'CookiebotOnAccept' : 'CookiebotOnDecline');
      raise('CookiebotOnConsentReady');
    },
  };
}

export const cookiebot: Driver = {
  createPlatform,
  categories: ['statistics', 'marketing'],
  keepsTime: true,
  region: 'US-CA',
  start: (stage, past) => onCookiebotPage(stage, past),
  hostile: {
    'a consent that Cookiebot implies': (stage) => {
      onCookiebotPage(stage, 'yes', 'implied');
    },
    'a consent of old, without a method': (stage) => {
      onCookiebotPage(stage, 'yes', null);
    },
    'a response that is text': (stage) => {
      put(stage, { hasResponse: 'true' });
    },
    'a time that is none': (stage) => {
      put(stage, { consentUTC: 'soon' });
    },
    'answers that are text': ({ window }) => {
      window['Cookiebot'] = {
        hasResponse: true,
        consent: { method: 'explicit', statistics: 'true', marketing: 1 },
      };
    },
    'a property that throws': ({ window }) => {
      window['Cookiebot'] = {
        get consent(): never {
          throw new Error('the consent platform fails');
        },
      };
    },
  },
};

/** A page where Cookiebot says a yes that has something wrong with it. */
function put(stage: Stage, change: object) {
  const { cookiebot } = onCookiebotPage(stage, 'nothing');
  Object.assign(cookiebot, {
    hasResponse: true,
    consentUTC: stage.now(),
    consent: { method: 'explicit', statistics: true, marketing: true },
    ...change,
  });
  stage.window.dispatchEvent(new Event('CookiebotOnAccept'));
}
