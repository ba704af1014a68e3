/**
 * Set up as Chord's documentation says: Analytics.js from npm, handed to their client with the formatters it requires,
 * and page views sent by the site. It has no adapter for vanilla-cookieconsent, so no consent is configured.
 *
 * @see https://docs.chord.co/installing-chord-analytics
 */
import { ChordAnalytics } from '@chordcommerce/analytics';
import { AnalyticsBrowser } from '@segment/analytics-next';

const same = (input) => input;
let chord;

export const onClientEntry = () => {
  chord = new ChordAnalytics({
    cdp: AnalyticsBrowser.load({ writeKey: 'bench-key-0123' }),
    formatters: {
      objects: { cart: same, checkout: same, lineItem: same, product: same },
    },
    metadata: {
      i18n: { currency: 'USD', locale: 'en-US' },
      ownership: { omsId: 'bench', storeId: 'bench', tenantId: 'bench' },
      platform: { name: 'Shopify', type: 'web' },
      store: { domain: 'bench' },
    },
  });
};

export const onRouteUpdate = () => {
  chord.page();
};
