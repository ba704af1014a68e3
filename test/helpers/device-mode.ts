import type { Page } from 'playwright-core';

const VENDOR = 'https://vendor.test';

/**
 * A source with two device-mode destinations, as Segment's settings describe them: one that needs `analytics`, one
 * that needs `marketing`. Each is a script that sets a cookie and calls home for every event, as GA4 and Meta do.
 */
export function withDestinations(consentSettings = true) {
  return async (page: Page): Promise<void> => {
    await page.route('**/v1/projects/*/settings', (route) =>
      route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        json: {
          integrations: {
            'Segment.io': { apiKey: 'local-front-end' },
            Counter: integration(consentSettings, 'analytics'),
            Adverts: integration(consentSettings, 'marketing'),
          },
          remotePlugins: [remotePlugin('Counter'), remotePlugin('Adverts')],
          ...(consentSettings && {
            consentSettings: {
              allCategories: ['analytics', 'marketing'],
              hasUnmappedDestinations: false,
            },
          }),
        },
      }),
    );
    await page.route(`${VENDOR}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      const name = /^\/(\w+)\.js$/.exec(pathname)?.[1];
      return name === undefined
        ? route.fulfill({
            headers: { 'access-control-allow-origin': '*' },
            body: 'ok',
          })
        : route.fulfill({
            contentType: 'text/javascript',
            body: destination(name),
          });
    });
  };
}

/** The vendor that a request went to, and what for. */
export const vendorCalls = (
  requests: readonly { url: () => string }[],
): string[] =>
  requests
    .map((request) => request.url())
    .filter((url) => url.startsWith(VENDOR))
    .map((url) => url.slice(VENDOR.length + 1));

const integration = (mapped: boolean, category: string) => ({
  type: 'browser',
  bundlingStatus: 'bundled',
  ...(mapped && { consentSettings: { categories: [category] } }),
});

const remotePlugin = (name: string) => ({
  name,
  creationName: name,
  libraryName: `${name}Destination`,
  url: `${VENDOR}/${name}.js`,
  settings: { subscriptions: [] },
});

/** A destination in the form Analytics.js loads: https://github.com/segmentio/action-destinations */
const destination = (name: string) => `
  document.cookie = '_ga_${name}=1; path=/';
  window.${name}Destination = () => ({
    name: '${name}',
    type: 'destination',
    version: '1.0.0',
    isLoaded: () => true,
    load: () => Promise.resolve(),
    track: (context) => {
      void fetch('${VENDOR}/${name}/' + encodeURIComponent(context.event.event));
      return context;
    },
  });
`;
