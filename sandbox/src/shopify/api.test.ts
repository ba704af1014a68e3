import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createShopify } from './api.ts';

const SECRET = 'shop-secret';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let shopify: FastifyInstance;
let receiver: Server;
let origin = '';
let received: Received[];
let statuses: number[];
let onReceived: () => void;

beforeEach(async () => {
  received = [];
  statuses = [];
  onReceived = () => undefined;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(statuses.shift() ?? 200).end();
      onReceived();
    });
  });
  await new Promise<void>((resolve) =>
    receiver.listen(0, '127.0.0.1', resolve),
  );
  const { port } = receiver.address() as AddressInfo;
  shopify = await createShopify({
    webhookSecret: SECRET,
    webhookAddress: () => `http://127.0.0.1:${String(port)}/webhooks`,
    siteUrl: () => 'http://shop.example',
    origin: () => origin,
  });
  origin = await shopify.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await shopify.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

/** Resolves when so many webhooks have been received. */
const untilReceived = (count: number) =>
  new Promise<void>((resolve) => {
    onReceived = () => {
      if (received.length >= count) resolve();
    };
    onReceived();
  });

interface Answer {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly message: string }[];
}

const api = async (query: string, variables: object = {}): Promise<Answer> => {
  const answer = await fetch(`${origin}/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as Answer;
};

const CART =
  'cart { id checkoutUrl totalQuantity attributes { key value } cost { totalAmount { amount currencyCode } } lines(first: 9) { nodes { id quantity merchandise { ... on ProductVariant { id sku } } } } } userErrors { message }';

interface Cart {
  readonly id: string;
  readonly checkoutUrl: string;
  readonly totalQuantity: number;
  readonly attributes: readonly unknown[];
  readonly lines: {
    readonly nodes: readonly {
      readonly id: string;
      readonly quantity: number;
    }[];
  };
}

async function change(
  mutation: string,
  variables: string,
  values: object,
): Promise<Cart> {
  const { data, errors } = await api(
    `mutation (${variables}) { payload: ${mutation} { ${CART} } }`,
    values,
  );
  if (errors) throw new Error(errors[0]?.message);
  return (data as unknown as { payload: { cart: Cart } }).payload.cart;
}

async function variantIds(): Promise<string[]> {
  const { data } = await api(
    '{ products(first: 2) { nodes { variants(first: 1) { nodes { id } } } } }',
  );
  const { products } = data as unknown as {
    products: { nodes: { variants: { nodes: { id: string }[] } }[] };
  };
  return products.nodes.map(({ variants }) => variants.nodes[0]?.id ?? '');
}

async function newCart(attributes: object[] = []): Promise<Cart> {
  const [merchandiseId] = await variantIds();
  return change('cartCreate(input: $input)', '$input: CartInput!', {
    input: { lines: [{ merchandiseId, quantity: 2 }], attributes },
  });
}

describe('the Storefront API', () => {
  it('gives the products', async () => {
    const { data } = await api(
      '{ product(handle: "sencha") { title vendor featuredImage { url altText } variants(first: 1) { nodes { sku price { amount currencyCode } } } } }',
    );
    expect(data).toEqual({
      product: {
        title: 'Sencha',
        vendor: 'Kettle & Leaf',
        featuredImage: {
          url: `${origin}/images/sencha.svg`,
          altText: 'Sencha',
        },
        variants: {
          nodes: [
            {
              sku: 'TEA-SEN-100',
              price: { amount: '12.50', currencyCode: 'EUR' },
            },
          ],
        },
      },
    });
    expect(
      (await fetch(`${origin}/images/sencha.svg`)).headers.get('content-type'),
    ).toMatch(/svg/);
  });

  it('keeps a cart: one line a variant, quantities changed, lines removed', async () => {
    const [first, second] = await variantIds();
    const { id } = await newCart();
    const added = await change(
      'cartLinesAdd(cartId: $id, lines: $lines)',
      '$id: ID!, $lines: [CartLineInput!]!',
      {
        id,
        lines: [
          { merchandiseId: first },
          { merchandiseId: second, quantity: 4 },
        ],
      },
    );
    expect(added.lines.nodes.map(({ quantity }) => quantity)).toEqual([3, 4]);
    const [line, other] = added.lines.nodes;
    const updated = await change(
      'cartLinesUpdate(cartId: $id, lines: $lines)',
      '$id: ID!, $lines: [CartLineUpdateInput!]!',
      {
        id,
        lines: [{ id: line?.id, quantity: 1 }],
      },
    );
    expect(updated.totalQuantity).toBe(5);
    const removed = await change(
      'cartLinesRemove(cartId: $id, lineIds: $ids)',
      '$id: ID!, $ids: [ID!]!',
      {
        id,
        ids: [other?.id],
      },
    );
    expect(removed.totalQuantity).toBe(1);
    const { data } = await api(
      'query ($id: ID!) { cart(id: $id) { totalQuantity } }',
      { id },
    );
    expect(data).toEqual({ cart: { totalQuantity: 1 } });
  });

  it('replaces all attributes at once', async () => {
    const { id } = await newCart([{ key: 'a', value: '1' }]);
    const { attributes } = await change(
      'cartAttributesUpdate(cartId: $id, attributes: $attributes)',
      '$id: ID!, $attributes: [AttributeInput!]!',
      {
        id,
        attributes: [{ key: 'b', value: '2' }],
      },
    );
    expect(attributes).toEqual([{ key: 'b', value: '2' }]);
  });

  it('answers what it cannot do as Shopify does', async () => {
    const { data } = await api(
      `mutation { cartLinesAdd(cartId: "gid://shopify/Cart/none", lines: []) { ${CART} } }`,
    );
    expect(data).toEqual({
      cartLinesAdd: {
        cart: null,
        userErrors: [{ message: 'The specified cart does not exist.' }],
      },
    });
    expect((await api('{ shop { name } }')).errors).toHaveLength(1);
  });
});

describe('the checkout', () => {
  const pay = (checkoutUrl: string, email = 'ada@example.com') =>
    fetch(`${checkoutUrl.split('?')[0] ?? ''}/pay`, {
      method: 'POST',
      body: new URLSearchParams({ email }),
    });

  it('shows the cart, takes the payment, and sends a signed orders/create', async () => {
    const cart = await newCart([
      { key: '_storefront_anonymous_id', value: 'visitor-1' },
    ]);
    expect(await (await fetch(cart.checkoutUrl)).text()).toContain(
      '2 × Sencha, 100 g',
    );
    expect(await (await pay(cart.checkoutUrl)).text()).toContain('Thank you');
    await untilReceived(1);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
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

  it('takes a cart once', async () => {
    const { checkoutUrl } = await newCart();
    await pay(checkoutUrl);
    expect((await pay(checkoutUrl)).status).toBe(404);
    expect((await fetch(checkoutUrl)).status).toBe(404);
  });

  it('asks again for an address that is none', async () => {
    const { checkoutUrl } = await newCart();
    expect((await pay(checkoutUrl, 'ada')).status).toBe(422);
    expect(await (await fetch(`${origin}/api/webhooks`)).json()).toEqual({
      webhooks: [],
    });
  });

  it('sends a webhook again until it is taken, and once more when asked to', async () => {
    statuses = [500, 200];
    const { checkoutUrl } = await newCart();
    await pay(checkoutUrl);
    await untilReceived(2);
    const { webhooks } = (await (
      await fetch(`${origin}/api/webhooks`)
    ).json()) as { webhooks: { id: string }[] };
    const answer = await fetch(
      `${origin}/api/webhooks/${webhooks[0]?.id ?? ''}/redeliver`,
      { method: 'POST' },
    );
    expect(await answer.json()).toEqual({ status: 200 });
    const ids = received.map(({ headers }) => headers['x-shopify-webhook-id']);
    expect(new Set(ids).size).toBe(1);
    expect(received).toHaveLength(3);
  });

  it('escapes what it shows', async () => {
    const { html } = await import('./page.ts');
    expect(html`<b>${'<script>"&\''}</b>`).toBe(
      '<b>&lt;script&gt;&quot;&amp;&#39;</b>',
    );
  });
});
