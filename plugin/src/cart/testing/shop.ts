/**
 * A shop with one cart, whose answers are executed on Shopify's own schema (storefront.schema.json of
 * @shopify/hydrogen-react, version 2026-04): a client gets what it asks for and nothing else.
 */
import { readFileSync } from 'node:fs';

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly price: string;
  readonly productId: string;
  readonly productTitle: string;
  readonly handle: string;
}

export const sencha: Variant = {
  id: 'gid://shopify/ProductVariant/43982301',
  title: '100 g',
  sku: 'TEA-SEN-100',
  price: '12.50',
  productId: 'gid://shopify/Product/7982301',
  productTitle: 'Sencha',
  handle: 'sencha',
};

export const mug: Variant = {
  id: 'gid://shopify/ProductVariant/43982302',
  title: 'Default Title',
  sku: null,
  price: '8.0',
  productId: 'gid://shopify/Product/7982302',
  productTitle: 'Mug',
  handle: 'mug',
};

export const CART_ID = 'gid://shopify/Cart/c1-0f3b7d?key=secret';

interface Line {
  readonly id: string;
  readonly variant: Variant;
  readonly attributes: readonly unknown[];
  quantity: number;
}

interface LineInput {
  readonly id?: string;
  readonly merchandiseId?: string;
  readonly quantity?: number;
  readonly attributes?: readonly unknown[];
}

/** Executes an operation on the schema with these resolvers. */
export type Execute = (
  source: string,
  rootValue: object,
  variables: Readonly<Record<string, unknown>>,
) => Promise<object>;

/** The package graphql, which the tests bring: it is theirs. */
interface Graphql {
  readonly buildClientSchema: (introspection: never) => unknown;
  readonly graphql: (parameters: never) => Promise<object>;
}

/** Executes on the schema that Shopify publishes with hydrogen-react. */
export function executeWith({ buildClientSchema, graphql }: Graphql): Execute {
  const introspection: unknown = JSON.parse(
    readFileSync(
      require.resolve('@shopify/hydrogen-react/storefront.schema.json'),
      'utf8',
    ),
  );
  const schema = buildClientSchema(introspection as never);
  return (source, rootValue, variableValues) =>
    graphql({ schema, source, rootValue, variableValues } as never);
}

/** Takes 10 % off each line; any other code does not apply. */
export const CODE = 'TEN';

export function openShop(execute: Execute) {
  const state = {
    lines: [] as Line[],
    codes: [] as string[],
    giftCards: [] as string[],
    attributes: [] as readonly unknown[],
    exists: false,
    changes: 0,
    country: 'US',
  };
  const operations: string[] = [];
  const change = (work: () => void) => {
    work();
    state.changes += 1;
    return { cart: cartOf(state), userErrors: [], warnings: [] };
  };
  const add = (inputs: readonly LineInput[]) => {
    for (const { merchandiseId, quantity = 1, attributes = [] } of inputs) {
      const same = state.lines.find(
        ({ variant, attributes: own }) =>
          variant.id === merchandiseId &&
          JSON.stringify(own) === JSON.stringify(attributes),
      );
      if (same) same.quantity += quantity;
      else
        state.lines.push({
          id: `gid://shopify/CartLine/${String(state.changes)}-${String(state.lines.length)}`,
          variant: merchandiseId === mug.id ? mug : sencha,
          attributes,
          quantity,
        });
    }
  };
  const rootValue = {
    cart: () => (state.exists ? cartOf(state) : null),
    cartCreate: ({
      input,
    }: {
      input: { lines?: LineInput[]; discountCodes?: string[] };
    }) =>
      change(() => {
        state.exists = true;
        state.lines = [];
        state.codes = input.discountCodes ?? [];
        add(input.lines ?? []);
      }),
    cartLinesAdd: ({ lines }: { lines: LineInput[] }) =>
      change(() => {
        add(lines);
      }),
    cartLinesUpdate: ({ lines }: { lines: LineInput[] }) =>
      change(() => {
        for (const { id, quantity } of lines)
          for (const line of state.lines)
            if (line.id === id && quantity !== undefined)
              line.quantity = quantity;
        state.lines = state.lines.filter(({ quantity }) => quantity > 0);
      }),
    cartLinesRemove: ({ lineIds }: { lineIds: string[] }) =>
      change(() => {
        state.lines = state.lines.filter(({ id }) => !lineIds.includes(id));
      }),
    cartDiscountCodesUpdate: ({ discountCodes }: { discountCodes: string[] }) =>
      change(() => {
        state.codes = discountCodes;
      }),
    cartGiftCardCodesUpdate: ({ giftCardCodes }: { giftCardCodes: string[] }) =>
      change(() => {
        state.giftCards = giftCardCodes;
      }),
    cartGiftCardCodesRemove: () =>
      change(() => {
        state.giftCards = [];
      }),
    cartAttributesUpdate: ({ attributes }: { attributes: unknown[] }) =>
      change(() => {
        state.attributes = attributes;
      }),
    cartNoteUpdate: () => change(() => undefined),
    cartBuyerIdentityUpdate: () => change(() => undefined),
  };
  return {
    state,
    operations,
    rootValue,
    /** What `fetch` would do for the endpoint of the Storefront API. */
    fetch: async (_url: unknown, init?: { readonly body?: unknown }) => {
      const { query, variables = {} } = JSON.parse(String(init?.body)) as {
        query: string;
        variables?: Record<string, unknown>;
      };
      operations.push(query);
      return jsonResponse(await execute(query, rootValue, variables));
    },
  };
}

/** As much of a Response as clients read; jsdom has none. */
function jsonResponse(body: object): Response {
  const text = JSON.stringify(body);
  return {
    ok: true,
    status: 200,
    headers: { get: () => 'application/json' },
    json: () => Promise.resolve(JSON.parse(text) as unknown),
    text: () => Promise.resolve(text),
  } as unknown as Response;
}

/** Shopify writes 12.5 and 12.25, but 12.0; shopify-buy breaks at anything else. */
const money = (amount: number) => ({
  amount: amount.toFixed(2).replace(/0$/, ''),
  currencyCode: 'EUR',
});

function cartOf(state: {
  readonly lines: readonly Line[];
  readonly codes: readonly string[];
  readonly giftCards: readonly string[];
  readonly attributes: readonly unknown[];
  readonly changes: number;
}) {
  const isDiscounted = state.codes.includes(CODE);
  const lines = state.lines.map((line) => lineOf(line, isDiscounted));
  const total = lines.reduce(
    (sum, { cost }) => sum + Number(cost.totalAmount.amount),
    0,
  );
  return {
    id: CART_ID,
    createdAt: '2026-11-22T10:00:00Z',
    updatedAt: new Date(
      Date.UTC(2026, 10, 22, 10, 0, state.changes),
    ).toISOString(),
    checkoutUrl: 'https://shop.example/checkout/c1-0f3b7d',
    totalQuantity: state.lines.reduce((sum, line) => sum + line.quantity, 0),
    note: null,
    attributes: state.attributes,
    buyerIdentity: { countryCode: 'US', deliveryAddressPreferences: [] },
    lines: connection(lines),
    cost: {
      totalAmount: money(total),
      subtotalAmount: money(total),
      checkoutChargeAmount: money(total),
    },
    discountCodes: state.codes.map((code) => ({
      code,
      applicable: code === CODE && lines.length > 0,
    })),
    discountAllocations: [],
    deliveryGroups: connection([]),
    appliedGiftCards: state.giftCards.map((code) => ({
      id: `gid://shopify/AppliedGiftCard/${String(code.length)}`,
      lastCharacters: code.slice(-4),
      amountUsed: money(5),
      presentmentAmountUsed: money(5),
      balance: money(20),
    })),
  };
}

function lineOf({ id, variant, attributes, quantity }: Line, cut: boolean) {
  const full = Number(variant.price) * quantity;
  return {
    __typename: 'CartLine',
    id,
    quantity,
    attributes,
    cost: {
      totalAmount: money(cut ? full * 0.9 : full),
      subtotalAmount: money(full),
      amountPerQuantity: money(Number(variant.price)),
    },
    discountAllocations: cut
      ? [
          {
            __typename: 'CartCodeDiscountAllocation',
            code: CODE,
            targetType: 'LINE_ITEM',
            discountedAmount: money(full * 0.1),
            discountApplication: {
              targetType: 'LINE_ITEM',
              allocationMethod: 'ACROSS',
              targetSelection: 'ENTITLED',
              value: { __typename: 'PricingPercentageValue', percentage: 10 },
            },
          },
        ]
      : [],
    merchandise: {
      __typename: 'ProductVariant',
      id: variant.id,
      title: variant.title,
      sku: variant.sku,
      price: { amount: variant.price, currencyCode: 'EUR' },
      availableForSale: true,
      requiresShipping: true,
      selectedOptions: [{ name: 'Title', value: variant.title }],
      image: { url: `https://cdn.example/${variant.handle}.jpg` },
      product: {
        id: variant.productId,
        title: variant.productTitle,
        handle: variant.handle,
        vendor: 'Kettle & Leaf',
        productType: 'Tea',
      },
    },
  };
}

function connection(nodes: readonly object[]) {
  return {
    nodes,
    edges: nodes.map((node, index) => ({ cursor: String(index), node })),
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  };
}
