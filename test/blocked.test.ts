import type { Browser, BrowserContext, Page } from 'playwright-core';
import { addresses } from './helpers/addresses.ts';
import { findMessage } from './helpers/segment.ts';
import {
  choose,
  launchBrowser,
  openProduct,
  storedAnonymousId,
  visit,
  type Visitor,
} from './helpers/visitor.ts';

let browser: Browser;
/** A visitor who has agreed on an earlier visit. */
let agreed: BrowserContext;
/** The scripts that come after consent only. */
let lazyScripts: string[];

const SETTINGS = '**/v1/projects/*/settings';

/** Settings with a routing rule make Analytics.js load an inner chunk of its own. */
const withRoutingRule = (page: Page) =>
  page.route(SETTINGS, (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: {
        integrations: { 'Segment.io': { apiKey: 'local-front-end' } },
        middlewareSettings: {
          routingRules: [
            {
              matchers: [
                { ir: '["=","event",{"value":"No Such Event"}]', type: 'fql' },
              ],
              scope: 'destinations',
              target_type: 'workspace::project::destination::config',
              transformers: [[{ type: 'drop' }]],
              destinationName: 'None',
            },
          ],
        },
      },
    }),
  );

const scriptsOf = ({ requests }: Visitor) =>
  requests
    .filter((request) => request.resourceType() === 'script')
    .map((request) => request.url());

beforeAll(async () => {
  browser = await launchBrowser();
  const first = await visit(browser, '/', withRoutingRule);
  agreed = first.context;
  await first.page.waitForSelector('#cc-main .cm');
  const before = new Set(scriptsOf(first));
  await choose(first.page, 'all');
  await first.page.waitForResponse((response) =>
    response.url().startsWith(`${addresses.segment}/v1/t`),
  );
  lazyScripts = scriptsOf(first).filter((url) => !before.has(url));
  await first.page.close();
});

afterAll(() => browser.close());

const block = (url: string) => async (page: Page) => {
  await withRoutingRule(page);
  await page.route(url, (route) => route.abort('blockedbyclient'));
};

/** The shop goes on working: a visitor can go to a product. */
async function expectShopWorks(visitor: Visitor): Promise<void> {
  await visitor.quiet();
  await openProduct(visitor.page, 'Sencha');
  await visitor.quiet();
  expect(visitor.navigations()).toBe(1);
  expect(visitor.errors).toEqual([]);
}

it('there are chunks to block: Analytics.js with the consent tools, and an inner one', () => {
  expect(lazyScripts.length).toBeGreaterThanOrEqual(2);
});

it('the page navigates once and nothing is unhandled, whichever chunk is blocked', async () => {
  for (const script of lazyScripts) {
    const visitor = await visit(browser, '/', block(script), agreed);
    await expectShopWorks(visitor);
    expect(
      visitor.requests.some(
        (request) => request.url() === script && request.failure() !== null,
      ),
    ).toBe(true);
    await visitor.page.close();
  }
});

it('the page navigates once and nothing is unhandled when the settings are blocked', async () => {
  const visitor = await visit(browser, '/', block(SETTINGS), agreed);
  await expectShopWorks(visitor);
  await visitor.page.close();
});

it('what was held arrives when the next page finds the chunk unblocked', async () => {
  const [script = ''] = lazyScripts;
  const visitor = await visit(browser, '/', block(script), agreed);
  await visitor.quiet();
  await visitor.page.unroute(script);
  const since = Date.now();
  await openProduct(visitor.page, 'Tie Guan Yin');
  const anonymousId = await storedAnonymousId(agreed);
  const isOurs =
    (name: string) =>
    (message: Parameters<Parameters<typeof findMessage>[0]>[0]) =>
      message.anonymousId === anonymousId &&
      Date.parse(message.receivedAt) >= since &&
      message.context.page?.['path'] === name;
  expect(await findMessage(isOurs('/'))).toMatchObject({ type: 'page' });
  expect(await findMessage(isOurs('/products/oolong/'))).toMatchObject({
    type: 'page',
  });
  await visitor.page.close();
});
