import type { Money, Variant } from './products';
import { storefrontApi } from './storefront-api';

export interface Cart {
  readonly id: string;
  readonly checkoutUrl: string;
  readonly totalQuantity: number;
  readonly attributes: readonly CartAttribute[];
  readonly cost: { readonly totalAmount: Money };
  readonly updatedAt: string;
  readonly lines: { readonly nodes: readonly CartLine[] };
}

export interface CartAttribute {
  readonly key: string;
  readonly value: string;
}

export interface CartLine {
  readonly id: string;
  readonly quantity: number;
  readonly cost: { readonly totalAmount: Money };
  readonly merchandise: Variant & {
    readonly product: {
      readonly id: string;
      readonly handle: string;
      readonly title: string;
      readonly vendor: string;
    };
  };
}

const FIELDS = `
  id checkoutUrl totalQuantity updatedAt
  attributes { key value }
  cost { totalAmount { amount currencyCode } }
  lines(first: 100) {
    nodes {
      id quantity
      cost { totalAmount { amount currencyCode } }
      merchandise {
        ... on ProductVariant {
          id title sku price { amount currencyCode }
          product { id handle title vendor }
        }
      }
    }
  }`;

/** The cart with this id; undefined if Shopify has forgotten it. */
export async function findCart(id: string): Promise<Cart | undefined> {
  const { cart } = await storefrontApi<{ cart: Cart | null }>(
    `query ($id: ID!) { cart(id: $id) { ${FIELDS} } }`,
    { id },
  );
  return cart ?? undefined;
}

export async function createCart(variantId: string): Promise<Cart> {
  return change('cartCreate(input: $input)', '$input: CartInput!', {
    input: { lines: [{ merchandiseId: variantId, quantity: 1 }] },
  });
}

export async function addLine(id: string, variantId: string): Promise<Cart> {
  return change(
    'cartLinesAdd(cartId: $id, lines: $lines)',
    '$id: ID!, $lines: [CartLineInput!]!',
    { id, lines: [{ merchandiseId: variantId, quantity: 1 }] },
  );
}

export async function setQuantity(
  id: string,
  lineId: string,
  quantity: number,
): Promise<Cart> {
  return change(
    'cartLinesUpdate(cartId: $id, lines: $lines)',
    '$id: ID!, $lines: [CartLineUpdateInput!]!',
    { id, lines: [{ id: lineId, quantity }] },
  );
}

export async function setAttributes(
  id: string,
  attributes: readonly CartAttribute[],
): Promise<Cart> {
  return change(
    'cartAttributesUpdate(cartId: $id, attributes: $attributes)',
    '$id: ID!, $attributes: [AttributeInput!]!',
    { id, attributes },
  );
}

async function change(
  mutation: string,
  variables: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Cart> {
  const { payload } = await storefrontApi<{
    payload: {
      cart: Cart | null;
      userErrors: readonly { readonly message: string }[];
    };
  }>(
    `mutation (${variables}) { payload: ${mutation} { cart { ${FIELDS} } userErrors { message } } }`,
    values,
  );
  if (!payload.cart)
    throw new Error(
      payload.userErrors[0]?.message ?? 'The cart was not changed.',
    );
  return payload.cart;
}
