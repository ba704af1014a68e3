import * as React from 'react';
import * as CookieConsent from 'vanilla-cookieconsent';

/** Asks the visitor. The plugin listens to what the banner announces; nothing here knows of Segment. */
export function ConsentBanner() {
  React.useEffect(() => {
    void CookieConsent.run({
      // Left on, it would treat browsers under test as bots and never ask.
      hideFromBots: false,
      categories: {
        necessary: { enabled: true, readOnly: true },
        analytics: {},
        marketing: {},
      },
      guiOptions: {
        consentModal: {
          layout: 'box',
          position: 'bottom left',
          equalWeightButtons: true,
        },
      },
      language: { default: 'en', translations: { en: texts } },
    });
  }, []);
  return null;
}

export function openConsent() {
  CookieConsent.showPreferences();
}

const texts: CookieConsent.Translation = {
  consentModal: {
    title: 'May we count your visit?',
    description:
      'With your yes we measure which teas are looked at and bought. With your no we do not, and the shop works the same.',
    acceptAllBtn: 'Accept all',
    acceptNecessaryBtn: 'Reject all',
    showPreferencesBtn: 'Choose',
  },
  preferencesModal: {
    title: 'Your choice',
    acceptAllBtn: 'Accept all',
    acceptNecessaryBtn: 'Reject all',
    savePreferencesBtn: 'Save my choice',
    closeIconLabel: 'Close',
    sections: [
      {
        title: 'Necessary',
        description: 'Your cart, and this choice itself.',
        linkedCategory: 'necessary',
      },
      {
        title: 'Analytics',
        description: 'What is looked at and bought, to make the shop better.',
        linkedCategory: 'analytics',
      },
      {
        title: 'Marketing',
        description: 'Advertising that fits what you looked at.',
        linkedCategory: 'marketing',
      },
    ],
  },
};
