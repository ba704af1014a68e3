import { findMessage } from './helpers/segment.ts';
import {
  choose,
  browserOfTests,
  storedAnonymousId,
  untilPhase,
  visit,
} from './helpers/visitor.ts';

const browser = browserOfTests();

describe('a visitor who leaves for the checkout', () => {
  it('on a slow network, within 50 ms, has Checkout Started arrive all the same', async () => {
    const visitor = await visit(browser());
    const { page, context } = visitor;
    await choose(page, 'all');
    await untilPhase(page, 'open');
    await visitor.quiet();
    const id = await storedAnonymousId(context);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      // A request takes far longer than the page has.
      latency: 1000,
      downloadThroughput: 20_000,
      uploadThroughput: 10_000,
    });
    const left = page.waitForURL('about:blank');
    await page.evaluate(() => {
      const { storefront } = window as unknown as {
        storefront: { track: (event: string, properties: object) => void };
      };
      storefront.track('Cart Viewed', { cart_id: 'c1', products: [] });
      storefront.track('Checkout Started', {
        value: 12.5,
        currency: 'EUR',
        products: [],
      });
      setTimeout(() => {
        location.href = 'about:blank';
      }, 50);
    });
    await left;
    const arrived = await findMessage(
      ({ event, anonymousId }) =>
        event === 'Checkout Started' && anonymousId === id,
    );
    expect(arrived.properties).toMatchObject({ value: 12.5, currency: 'EUR' });
    await context.close();
  });
});
