import { createHmac } from 'node:crypto';
import { newCart, pay } from './testing/carts.ts';
import { SECRET, startStandIn, type StandIn } from './testing/stand-in.ts';

let shop: StandIn;

beforeEach(async () => {
  shop = await startStandIn({ orderStatusPath: '/order/' });
});

afterEach(() => shop.close());

describe('the checkout', () => {
  it('shows the cart, takes the payment, and sends a signed orders/create', async () => {
    const cart = await newCart(shop, {
      lines: [
        {
          merchandiseId: 'gid://shopify/ProductVariant/41982911946154501',
          quantity: 2,
        },
      ],
      attributes: [{ key: '_storefront_anonymous_id', value: 'visitor-1' }],
    });
    const checkout = await (await fetch(cart.checkoutUrl)).text();
    expect(checkout).toContain('2 × Sencha, 100 g');
    expect(checkout).toContain('Pay €29.90');
    expect(await (await pay(cart)).text()).toContain('Thank you');
    await shop.untilReceived(1);
    const [{ headers, body } = { headers: {}, body: '' }] = shop.received;
    expect(headers).toMatchObject({
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'kettle-and-leaf.myshopify.com',
      'x-shopify-api-version': '2026-07',
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET)
        .update(body)
        .digest('base64'),
    });
    expect(JSON.parse(body)).toMatchObject({
      test: false,
      total_price: '29.90',
      note_attributes: [
        { name: '_storefront_anonymous_id', value: 'visitor-1' },
      ],
    });
  });

  it('takes a cart once; after that the API does not know it any more', async () => {
    const cart = await newCart(shop);
    await pay(cart);
    expect((await pay(cart)).status).toBe(404);
    expect((await fetch(cart.checkoutUrl)).status).toBe(404);
    expect(
      await shop.get('query ($id: ID!) { cart(id: $id) { id } }', cart),
    ).toEqual({ cart: null });
  });

  it('asks again for an address that is none', async () => {
    const cart = await newCart(shop);
    expect((await pay(cart, 'ada')).status).toBe(422);
    expect(await (await fetch(`${shop.origin}/api/webhooks`)).json()).toEqual({
      webhooks: [],
    });
  });

  it('shows discounts and gift cards, and what is left to pay', async () => {
    const cart = await newCart(shop, {
      lines: [
        { merchandiseId: 'gid://shopify/ProductVariant/41982911946154501' },
      ],
      discountCodes: ['TEA5'],
      giftCardCodes: ['gift 25tea'],
    });
    const text = await (await fetch(cart.checkoutUrl)).text();
    expect(text).toContain('<td>Discount TEA5</td>');
    expect(text).toContain('-€5.00');
    expect(text).toContain('Gift card ending in 5tea');
    expect(text).toContain('Pay €0.00');
  });

  it('says what the address says of consent', async () => {
    const cart = await newCart(
      shop,
      undefined,
      '@inContext(visitorConsent: { analytics: true, marketing: false })',
    );
    expect(new URL(cart.checkoutUrl).searchParams.get('_cs')).toBe('a1m0');
    expect(await (await fetch(cart.checkoutUrl)).text()).toContain(
      'analytics yes, marketing no',
    );
  });
});

describe('an order', () => {
  const place = async () => {
    const thanks = await (await pay(await newCart(shop))).text();
    await shop.untilReceived(1);
    const [id] = /(?<=data-order-id=")\d+/.exec(thanks) ?? [''];
    const order = JSON.parse(shop.received[0]?.body ?? '') as {
      order_status_url: string;
    };
    return { thanks, id, statusUrl: order.order_status_url };
  };

  it("has a status page, and one of the shop's own", async () => {
    const { thanks, id, statusUrl } = await place();
    expect(await (await fetch(statusUrl)).text()).toContain('Order #1001');
    const key = new URL(statusUrl).searchParams.get('key') ?? '';
    expect(thanks).toContain(
      `http://shop.example/order/#order=${id}&amp;key=${key}`,
    );
    const details = await fetch(`${shop.origin}/api/orders/${id}?key=${key}`);
    expect(await details.json()).toMatchObject({
      id,
      name: '#1001',
      currencyCode: 'EUR',
      lines: [{ title: 'Sencha', variantTitle: '100 g', quantity: 2 }],
      subtotal: { amount: '25.0' },
      shipping: { amount: '4.9' },
      total: { amount: '29.9' },
    });
  });

  it('is shown to nobody without its key', async () => {
    const { id } = await place();
    for (const path of [`/api/orders/${id}`, `/orders/${id}/authenticate`])
      for (const query of ['', '?key=', '?key=other'])
        expect((await fetch(shop.origin + path + query)).status).toBe(404);
  });
});

describe('webhooks', () => {
  it('are sent again until they are taken, and once more when asked to', async () => {
    shop.statuses.push(500, 200);
    await pay(await newCart(shop));
    await shop.untilReceived(2);
    const { webhooks } = (await (
      await fetch(`${shop.origin}/api/webhooks`)
    ).json()) as { webhooks: { id: string }[] };
    const answer = await fetch(
      `${shop.origin}/api/webhooks/${webhooks[0]?.id ?? ''}/redeliver`,
      { method: 'POST' },
    );
    expect(await answer.json()).toEqual({ status: 200 });
    const ids = shop.received.map(
      ({ headers }) => headers['x-shopify-webhook-id'],
    );
    expect(new Set(ids).size).toBe(1);
    expect(shop.received).toHaveLength(3);
  });
});

it('escapes what it shows', async () => {
  const { html } = await import('./page.ts');
  expect(html`<b>${'<script>"&\''}</b>`).toBe(
    '<b>&lt;script&gt;&quot;&amp;&#39;</b>',
  );
});
