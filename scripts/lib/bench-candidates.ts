/** What `npm run bench:consent` sets side by side. */
export interface Candidate {
  /** Names its options in scripts/bench/site/gatsby-config.js, or its gatsby-browser.js in scripts/bench/browser. */
  readonly name: string;
  readonly label: string;
  /** Says yes, in the page, and marks the moment. Without it, there is nothing to ask before sending. */
  readonly grant?: () => void;
  /** True if its script cannot be had from npm: an empty one stands in, so that only its request is known. */
  readonly scriptUnknown?: boolean;
}

/** The smallest Gatsby site, first of all: what the others add is added to it. */
export const BARE = { name: 'bare', label: 'bare site' } as const;
export const OURS = 'ours';
/** Analytics.js by itself: the base of the budget after consent. */
export const ANCHOR = 'analytics-next';

export const CANDIDATES: readonly Candidate[] = [
  BARE,
  {
    name: OURS,
    label: 'gatsby-plugin-storefront-events',
    grant: () => {
      performance.mark('grant');
      const cookie = {
        categories: ['analytics', 'marketing'],
        consentTimestamp: new Date().toISOString(),
      };
      // As vanilla-cookieconsent announces a choice.
      window.dispatchEvent(
        new CustomEvent('cc:onConsent', { detail: { cookie } }),
      );
    },
  },
  {
    name: ANCHOR,
    label: 'import() of analytics-next',
    grant: () => {
      performance.mark('grant');
      window.dispatchEvent(new Event('bench-grant'));
    },
  },
  { name: 'segment-js', label: 'gatsby-plugin-segment-js' },
  {
    name: 'segment-js-manual',
    label: '… with manualLoad',
    grant: () => {
      performance.mark('grant');
      const { analytics } = window as unknown as {
        analytics: { load(writeKey: string): void };
      };
      analytics.load('bench-key-0123');
    },
  },
  {
    name: 'gtag',
    label: 'gatsby-plugin-google-gtag',
    scriptUnknown: true,
  },
  { name: 'chord', label: '@chordcommerce/analytics' },
];

/** Installed for the measurement only: their trees are no part of this repository's. */
export const PEERS: Readonly<Record<string, string>> = {
  'gatsby-plugin-segment-js': '5.0.0',
  'gatsby-plugin-google-gtag': '5.16.0',
  '@chordcommerce/analytics': '1.23.1',
};
