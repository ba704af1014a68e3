import { SENCHA } from './testing/carts.ts';
import { startStandIn, type StandIn } from './testing/stand-in.ts';

let shop: StandIn;

beforeAll(async () => {
  shop = await startStandIn();
});

afterAll(() => shop.close());

interface Checkout {
  readonly id: string;
  readonly lineItems: readonly object[];
  readonly totalPrice: { readonly amount: string };
}

type Fetcher = (url: string, init: RequestInit) => Promise<Response>;

interface Client {
  readonly product: {
    readonly fetchByHandle: (handle: string) => Promise<{ title: string }>;
  };
  readonly checkout: Readonly<
    Record<string, (...given: unknown[]) => Promise<Checkout>>
  >;
}

it('answers shopify-buy: a cart from the first line to the gift card', async () => {
  const { buildClient } = jest.requireActual<{
    buildClient: (config: object, fetcher: Fetcher) => Client;
  }>('shopify-buy');
  // It speaks HTTPS to a domain only.
  const client = buildClient(
    { domain: 'shop.example', storefrontAccessToken: 'none' },
    (url, init) => fetch(`${shop.origin}${new URL(url).pathname}`, init),
  );
  expect(await client.product.fetchByHandle('sencha')).toMatchObject({
    title: 'Sencha',
  });
  const { checkout } = client;
  const created = await checkout['create']?.({});
  const id = created?.id;
  await checkout['addLineItems']?.(id, [{ variantId: SENCHA, quantity: 2 }]);
  await checkout['addDiscount']?.(id, 'TEA5');
  await checkout['updateAttributes']?.(id, {
    customAttributes: [{ key: 'a', value: 'b' }],
  });
  const last = await checkout['addGiftCards']?.(id, ['GIFT25TEA']);
  expect(last?.lineItems).toMatchObject([{ title: 'Sencha', quantity: 2 }]);
  expect(last?.totalPrice.amount).toBe('20.0');
});
