import type { PlatformReading } from '../platform.ts';
import { vanillaCookieConsent } from './vanilla-cookieconsent.ts';

/** As vanilla-cookieconsent 3.1.0 raises it, read off a page that ran it. */
const cookie = {
  categories: ['necessary', 'analytics'],
  revision: 0,
  data: null,
  consentTimestamp: '2026-11-22T00:46:41.084Z',
  consentId: '2633aca5-609c-43d2-a7bd-1670002cd21c',
  services: { necessary: [], analytics: [], marketing: [] },
  languageCode: 'en',
  lastConsentTimestamp: '2026-11-22T00:50:00.000Z',
  expirationTime: 1811033201085,
};

function listen() {
  const target = new EventTarget();
  const readings: PlatformReading[] = [];
  const stop = vanillaCookieConsent(['analytics', 'marketing'], target).watch(
    (reading) => {
      readings.push(reading);
    },
  );
  const raise = (name: string, detail: unknown) =>
    target.dispatchEvent(new CustomEvent(name, { detail }));
  return { readings, raise, stop };
}

describe('vanilla-cookieconsent', () => {
  it('says nothing before a choice', () => {
    expect(listen().readings).toEqual([]);
  });

  it.each(['cc:onConsent', 'cc:onChange'])('is read from %s', (event) => {
    const { readings, raise } = listen();
    raise(event, { cookie });
    expect(readings).toEqual([
      {
        status: 'decided',
        categoryPreferences: { analytics: true, marketing: false },
        decidedAt: '2026-11-22T00:50:00.000Z',
      },
    ]);
  });

  it.each([
    ['no detail', undefined],
    ['no categories', { cookie: {} }],
    [
      'categories that are no list',
      { cookie: { ...cookie, categories: 'analytics' } },
    ],
    ['no time', { cookie: { categories: ['analytics'] } }],
    [
      'a time that is none',
      { cookie: { categories: ['analytics'], consentTimestamp: 'soon' } },
    ],
  ])('with %s is no choice', (_, detail) => {
    const { readings, raise } = listen();
    raise('cc:onConsent', detail);
    expect(readings).toEqual([{ status: 'pending' }]);
  });

  it('is not heard any more once stopped', () => {
    const { readings, raise, stop } = listen();
    stop();
    raise('cc:onConsent', { cookie });
    expect(readings).toEqual([]);
  });
});
