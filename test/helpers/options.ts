import type { PluginOptions } from 'gatsby-plugin-storefront-events';
import type { Page } from 'playwright-core';
import { addresses } from './addresses.ts';

type Options = Omit<Partial<PluginOptions>, 'consent'> & {
  readonly consent?: Partial<NonNullable<PluginOptions['consent']>>;
};

/** Where Gatsby has written the example site's options into its entry script. */
const TOP = 'writeKey:"local-front-end"';
const CONSENT = 'categories:["analytics","marketing"]';

/**
 * Opens the built site as if it had been built with more plugin options: Gatsby writes them into its entry script as a
 * literal, and this adds to it on the way to the browser.
 */
export function withOptions({
  consent = {},
  ...top
}: Options): (page: Page) => Promise<void> {
  return async (page) => {
    await page.route(`${addresses.site}/app-*.js`, async (route) => {
      const answer = await route.fetch();
      const script = await answer.text();
      if (!script.includes(TOP) || !script.includes(CONSENT))
        throw new Error('The entry script does not have the options.');
      const body = script
        .replace(TOP, TOP + literal(top))
        .replace(CONSENT, CONSENT + literal(consent));
      await route.fulfill({ response: answer, body });
    });
  };
}

const literal = (value: object): string =>
  Object.entries(value)
    .map(([key, part]) => `,${key}:${JSON.stringify(part)}`)
    .join('');

/** Both, one after the other. */
export function both(
  ...preparations: readonly ((page: Page) => Promise<unknown>)[]
): (page: Page) => Promise<void> {
  return async (page) => {
    for (const prepare of preparations) await prepare(page);
  };
}
