import type { Browser, Page } from 'playwright-core';
import type { Storefront } from 'gatsby-plugin-storefront-events';
import { listMessages, type Message } from '../../helpers/segment.ts';

declare global {
  interface Window {
    storefront?: Storefront;
    reactVersion?: string;
    violations?: string[];
  }
}

/** Somebody on a test site. */
export interface Shopper {
  readonly page: Page;
  /** What went wrong: uncaught errors, React's warnings, and what the Content-Security-Policy refused. */
  readonly complaints: () => Promise<string[]>;
  /** Says yes as vanilla-cookieconsent says it. */
  readonly accept: () => Promise<void>;
  readonly refuse: () => Promise<void>;
  /** Resolves when Gatsby has shown the page, and the plugin can be asked. */
  readonly ready: () => Promise<void>;
  /** What has arrived at Segment, once all that is on its way has: each with its page, in order. */
  readonly arrived: () => Promise<string[]>;
}

export async function shopOn(
  browser: Browser,
  url: string,
  segment: string,
  region = '',
): Promise<Shopper> {
  const context = await browser.newContext();
  await context.route('**/region', (route) => route.fulfill({ body: region }));
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.addInitScript(() => {
    const violations: string[] = (window.violations = []);
    document.addEventListener('securitypolicyviolation', (violation) => {
      violations.push(
        `${violation.violatedDirective} ${violation.blockedURI} ${violation.sourceFile}`,
      );
    });
  });
  const decide = (categories: string[]) =>
    page.evaluate((accepted) => {
      window.dispatchEvent(
        new CustomEvent('cc:onConsent', {
          detail: {
            cookie: {
              categories: accepted,
              consentTimestamp: new Date().toISOString(),
            },
          },
        }),
      );
    }, categories);
  const ready = async () => {
    await page.waitForFunction(() => window.storefront !== undefined);
  };
  await page.goto(url);
  await ready();
  return {
    page,
    ready,
    complaints: async () =>
      errors.concat((await page.evaluate(() => window.violations)) ?? []),
    accept: () => decide(['analytics', 'marketing']),
    refuse: () => decide([]),
    arrived: async () => {
      await page.evaluate(() => window.storefront?.flush(10_000));
      return (await listMessages(segment)).map(nameWithPage);
    },
  };
}

/** Duplicates count: a message must not even be sent twice. */
const nameWithPage = ({
  type,
  event,
  properties,
  context,
  duplicate,
}: Message): string => {
  const name = event ?? (properties['name'] as string | undefined) ?? type;
  const { title = '', path = '' } = context.page ?? {};
  return `${name} at ${path} (${title})${duplicate ? ' again' : ''}`;
};
