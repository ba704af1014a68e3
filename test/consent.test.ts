import { addresses } from './helpers/addresses.ts';
import { namesOf } from './helpers/messages-of.ts';
import { findMessage, listMessages } from './helpers/segment.ts';
import {
  addToCart,
  choose,
  browserOfTests,
  openProduct,
  pay,
  scroll,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from './helpers/visitor.ts';
import { listed, WHAT_OTHERS_STORE } from './helpers/what-others-store.ts';

const browser = browserOfTests();

/** A phrase of Analytics.js that no other script has. */
const ANALYTICS_JS = 'message_dispatched';

async function scriptsWithAnalytics({ scripts }: Visitor): Promise<string[]> {
  const found = await Promise.all(
    [...scripts].map(async ([url, text]) =>
      (await text).includes(ANALYTICS_JS) ? url : undefined,
    ),
  );
  return found.filter((url) => url !== undefined);
}

/** The origins that were asked for anything, also by a hint in the page's head. */
async function originsAsked({ requests, page }: Visitor): Promise<string[]> {
  const hints = await page.$$eval(
    'link[rel=preconnect], link[rel=dns-prefetch]',
    (links) => links.map((link) => (link as HTMLLinkElement).href),
  );
  const urls = [...requests.map((request) => request.url()), ...hints].filter(
    (url) => !url.startsWith('data:'),
  );
  return [...new Set(urls.map((url) => new URL(url).origin))].sort();
}

const names = (when: readonly string[]) =>
  WHAT_OTHERS_STORE.filter((entry) => when.includes(entry.when)).map(
    ({ name }) => name,
  );

const stored = async (visitor: Visitor) =>
  [...new Set((await visitor.writes()).map(listed))].sort();

/** Walks through the shop as far as the cart. */
async function browse(visitor: Visitor): Promise<void> {
  await scroll(visitor.page);
  await openProduct(visitor.page, 'Sencha');
  await addToCart(visitor.page);
  await visitor.quiet();
}

describe('a visitor who has not decided', () => {
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = await visit(browser());
    await visitor.page.waitForSelector('#cc-main .cm');
    await browse(visitor);
  });

  it('asks nobody but the shop', async () => {
    expect(await originsAsked(visitor)).toEqual(
      [addresses.site, addresses.shopify].sort(),
    );
  });

  it('gets not one byte of Analytics.js', async () => {
    expect(await scriptsWithAnalytics(visitor)).toEqual([]);
  });

  it('has nothing stored but what the list says, and by nobody else', async () => {
    expect(await stored(visitor)).toEqual(names(['scroll', 'cart']).sort());
    expect(await visitor.context.cookies()).toEqual([]);
    expect(
      await visitor.page.evaluate(() => Object.keys(localStorage)),
    ).toEqual(['cart_id']);
  });

  it('leaves nothing on the cart', async () => {
    const id = await visitor.page.evaluate(() =>
      localStorage.getItem('cart_id'),
    );
    expect(await attributesOf(id)).toEqual([]);
  });

  it('meets no error', () => {
    expect(visitor.errors).toEqual([]);
  });
});

describe('a visitor who refuses', () => {
  let visitor: Visitor;
  let orderId: string;

  beforeAll(async () => {
    visitor = await visit(browser());
    await choose(visitor.page, 'necessary');
    await browse(visitor);
  });

  it('asks nobody but the shop and its own service, and gets not one byte of Analytics.js', async () => {
    expect(await originsAsked(visitor)).toEqual(
      [addresses.site, addresses.shopify, addresses.webhooks].sort(),
    );
    expect(await scriptsWithAnalytics(visitor)).toEqual([]);
  });

  it('has nothing stored but what the list says', async () => {
    expect(await stored(visitor)).toEqual(
      names(['scroll', 'cart', 'choice']).sort(),
    );
    expect((await visitor.context.cookies()).map(({ name }) => name)).toEqual([
      'cc_cookie',
    ]);
  });

  it('has the refusal recorded by the service, without an identifier', () => {
    const told = visitor.requests.filter((request) =>
      request.url().startsWith(addresses.webhooks),
    );
    const bodies = told.map(
      (request) => JSON.parse(request.postData() ?? '') as object,
    );
    // The choice, and the cart that was filled later.
    expect(bodies).toMatchObject(
      ['choice', 'handover'].map((kind) => ({
        kind,
        categories: { analytics: false, marketing: false },
      })),
    );
    for (const body of bodies) expect(body).not.toHaveProperty('anonymousId');
  });

  it('leaves the refusal on the cart, and no id', async () => {
    const id = await visitor.page.evaluate(() =>
      localStorage.getItem('cart_id'),
    );
    const attributes = await attributesOf(id);
    expect(attributes.map(({ key }) => key)).toEqual(['_storefront_consent']);
    expect(JSON.parse(attributes[0]?.value ?? '')).toMatchObject({
      categories: { analytics: false, marketing: false },
      gpc: false,
    });
  });

  it('is nobody in the order that the service hands over', async () => {
    orderId = await pay(visitor.page);
    const order = await findMessage(
      ({ properties }) => properties['order_id'] === orderId,
    );
    expect(order).toMatchObject({
      source: 'back-end',
      event: 'Order Completed',
      anonymousId: expect.stringMatching(/^shopify-order-/) as string,
      integrations: { All: false },
      context: {
        consent: {
          categoryPreferences: { analytics: false, marketing: false },
        },
      },
    });
    expect(order.userId).toBeUndefined();
    expect(JSON.stringify(order)).not.toContain('ada@example.com');
  });
});

describe('a visitor who looks around, accepts on a product page, and buys', () => {
  let visitor: Visitor;
  let anonymousId: string;
  let orderId: string;
  let productSeenAt: number;
  let acceptedAt: number;

  beforeAll(async () => {
    visitor = await visit(browser(), '/?utm_source=mail');
    await openProduct(visitor.page, 'Sencha');
    productSeenAt = Date.now();
    await visitor.page.waitForSelector('#cc-main .cm [data-role="all"]');
    acceptedAt = Date.now();
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    anonymousId = (await storedAnonymousId(visitor.context)) ?? '';
    await findMessage(
      (message) =>
        message.anonymousId === anonymousId &&
        message.event === 'Segment Consent Preference Updated',
    );
    await addToCart(visitor.page);
    orderId = await pay(visitor.page);
    await findMessage(({ properties }) => properties['order_id'] === orderId);
  });

  const ours = async () =>
    (await listMessages()).filter(
      (message) => message.anonymousId === anonymousId,
    );

  it('has the product they looked at told with the time they looked', async () => {
    const viewed = (await ours()).find(
      ({ event }) => event === 'Product Viewed',
    );
    const time = Date.parse(viewed?.timestamp ?? '');
    expect(time).toBeLessThanOrEqual(productSeenAt);
    expect(productSeenAt).toBeLessThan(acceptedAt);
    expect(viewed).toMatchObject({
      source: 'front-end',
      properties: {
        product_id: '820982911946154501',
        price: 12.5,
        currency: 'EUR',
        quantity: 1,
      },
      context: {
        page: {
          path: '/products/sencha/',
          title: 'Sencha · Kettle & Leaf',
          referrer: `${addresses.site}/?utm_source=mail`,
        },
      },
    });
  });

  it('has everything told in order, once, and nothing of the page before', async () => {
    expect(namesOf(await ours())).toEqual([
      'page /products/sencha/',
      'Product Viewed',
      'Segment Consent Preference Updated',
      'Product Added',
      'page /cart/',
      'Cart Viewed',
      'Checkout Started',
      'identify ',
      'Order Completed',
    ]);
  });

  it('has their answers on every message', async () => {
    for (const { context } of await ours())
      expect(context.consent).toEqual({
        categoryPreferences: { analytics: true, marketing: true },
      });
  });

  it('has the right title and name on every page view', async () => {
    const pages = (await ours()).filter(({ type }) => type === 'page');
    expect(pages.map(({ properties }) => properties['title'])).toEqual([
      'Sencha · Kettle & Leaf',
      'Cart · Kettle & Leaf',
    ]);
    // From the site's own file, which Gatsby takes instead of the plugin's.
    expect(pages.map(({ properties }) => properties['name'])).toEqual([
      'Product',
      'Cart',
    ]);
  });

  it('is the same person in the order, at the other source, with the right total', async () => {
    const order = (await ours()).find(
      ({ event }) => event === 'Order Completed',
    );
    expect(order).toMatchObject({
      source: 'back-end',
      anonymousId,
      userId: expect.stringMatching(/^\d+$/) as string,
      properties: {
        order_id: orderId,
        total: 17.4,
        // Prices include tax at this shop; the amounts of an order do not.
        subtotal: 11.68,
        shipping: 4.12,
        currency: 'EUR',
      },
    });
  });

  it('has the order told once, though the webhook is delivered three times', async () => {
    const { webhooks } = (await (
      await fetch(`${addresses.shopify}/api/webhooks`)
    ).json()) as {
      webhooks: { id: string; body: string }[];
    };
    const webhook = webhooks.find(({ body }) => body.includes(orderId));
    // Once under the same webhook id, and once under another, as a second subscription would.
    for (const query of ['', '?as=another-subscription']) {
      const answer = await fetch(
        `${addresses.shopify}/api/webhooks/${webhook?.id ?? ''}/redeliver${query}`,
        { method: 'POST' },
      );
      expect(await answer.json()).toEqual({ status: 200 });
    }
    // A later order has been told: whatever the two deliveries had set off would have been told before it.
    const later = await visit(
      browser(),
      '/products/oolong/',
      undefined,
      visitor.context,
    );
    await addToCart(later.page);
    const laterId = await pay(later.page);
    await findMessage(({ properties }) => properties['order_id'] === laterId);
    const told = (await listMessages()).filter(
      ({ properties }) => properties['order_id'] === orderId,
    );
    expect(told).toHaveLength(1);
  });

  it('really was sent Analytics.js: the test that finds none for others can find it', async () => {
    expect(await scriptsWithAnalytics(visitor)).toHaveLength(1);
  });

  it('meets no error', () => {
    expect(visitor.errors).toEqual([]);
  });
});

async function attributesOf(
  cartId: string | null,
): Promise<{ key: string; value: string }[]> {
  const answer = await fetch(`${addresses.shopify}/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query ($id: ID!) { cart(id: $id) { attributes { key value } } }',
      variables: { id: cartId },
    }),
  });
  const { data } = (await answer.json()) as {
    data: { cart: { attributes: { key: string; value: string }[] } };
  };
  return data.cart.attributes;
}
