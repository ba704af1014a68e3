import { askForVisitor } from './ask-for-visitor';
import type { Image, Money } from './products';

export interface Cart {
  readonly id: string;
  readonly checkoutUrl: string;
  readonly totalQuantity: number;
  readonly attributes: readonly CartAttribute[];
  readonly cost: {
    readonly subtotalAmount: Money;
    readonly totalAmount: Money;
  };
  readonly updatedAt: string;
  readonly discountCodes: readonly {
    readonly code: string;
    readonly applicable: boolean;
  }[];
  readonly appliedGiftCards: readonly {
    readonly id: string;
    readonly lastCharacters: string;
    readonly amountUsed: Money;
  }[];
  readonly buyerIdentity: {
    readonly countryCode: string;
    readonly email: string | null;
  };
  readonly lines: { readonly nodes: readonly CartLine[] };
}

export interface CartAttribute {
  readonly key: string;
  readonly value: string;
}

export interface CartLine {
  readonly id: string;
  readonly quantity: number;
  readonly cost: {
    readonly subtotalAmount: Money;
    readonly totalAmount: Money;
  };
  readonly sellingPlanAllocation: {
    readonly sellingPlan: { readonly id: string; readonly name: string };
  } | null;
  readonly merchandise: {
    readonly id: string;
    readonly title: string;
    readonly image: Image | null;
    readonly product: { readonly handle: string; readonly title: string };
  };
}

/** What is put in: a variant, and how often it comes if it comes again. */
export interface NewLine {
  readonly merchandiseId: string;
  readonly quantity?: number;
  readonly sellingPlanId?: string;
}

export interface Buyer {
  readonly customerAccessToken?: string | null;
  readonly email?: string;
  readonly countryCode?: string;
}

/** What the cart's events are made of stands in docs/carts.md; the rest is what the page shows. */
const FIELDS = `
  id checkoutUrl totalQuantity updatedAt
  attributes { key value }
  cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } }
  discountCodes { code applicable }
  appliedGiftCards { id lastCharacters amountUsed { amount currencyCode } }
  buyerIdentity { countryCode email }
  lines(first: 100) {
    nodes {
      id quantity
      attributes { key value }
      cost { subtotalAmount { amount currencyCode } totalAmount { amount currencyCode } }
      discountAllocations { discountedAmount { amount } ... on CartCodeDiscountAllocation { code } }
      sellingPlanAllocation { sellingPlan { id name } }
      merchandise {
        ... on ProductVariant {
          id title sku price { amount currencyCode }
          selectedOptions { name value } image { url altText }
          product { id handle title vendor productType }
        }
      }
    }
  }`;

/** The cart with this id; undefined if Shopify has forgotten it. */
export async function findCart(id: string): Promise<Cart | undefined> {
  const { cart } = await askForVisitor<{ cart: Cart | null }>(
    'query',
    `cart(id: $id) { ${FIELDS} }`,
    '$id: ID!,',
    { id },
  );
  return cart ?? undefined;
}

export const createCart = (lines: readonly NewLine[], buyerIdentity: Buyer) =>
  change('cartCreate(input: $input)', '$input: CartInput!', {
    input: { lines, buyerIdentity },
  });

export const addLines = (id: string, lines: readonly NewLine[]) =>
  change(
    'cartLinesAdd(cartId: $id, lines: $lines)',
    '$id: ID!, $lines: [CartLineInput!]!',
    { id, lines },
  );

export const setQuantity = (id: string, lineId: string, quantity: number) =>
  change(
    'cartLinesUpdate(cartId: $id, lines: $lines)',
    '$id: ID!, $lines: [CartLineUpdateInput!]!',
    { id, lines: [{ id: lineId, quantity }] },
  );

export const setAttributes = (
  id: string,
  attributes: readonly CartAttribute[],
) =>
  change(
    'cartAttributesUpdate(cartId: $id, attributes: $attributes)',
    '$id: ID!, $attributes: [AttributeInput!]!',
    { id, attributes },
  );

export const setDiscountCodes = (id: string, codes: readonly string[]) =>
  change(
    'cartDiscountCodesUpdate(cartId: $id, discountCodes: $codes)',
    '$id: ID!, $codes: [String!]!',
    { id, codes },
  );

export const addGiftCard = (id: string, code: string) =>
  change(
    'cartGiftCardCodesAdd(cartId: $id, giftCardCodes: $codes)',
    '$id: ID!, $codes: [String!]!',
    { id, codes: [code] },
  );

export const removeGiftCard = (id: string, giftCardId: string) =>
  change(
    'cartGiftCardCodesRemove(cartId: $id, appliedGiftCardIds: $ids)',
    '$id: ID!, $ids: [ID!]!',
    { id, ids: [giftCardId] },
  );

/** Who buys, and where it goes: the country decides the currency. */
export const setBuyer = (id: string, buyer: Buyer) =>
  change(
    'cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)',
    '$id: ID!, $buyer: CartBuyerIdentityInput!',
    { id, buyer },
  );

/** @throws Shopify's own words where it refuses */
async function change(
  mutation: string,
  parameters: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Cart> {
  const { payload } = await askForVisitor<{
    payload: {
      cart: Cart | null;
      userErrors: readonly { readonly message: string }[];
    };
  }>(
    'mutation',
    `payload: ${mutation} { cart { ${FIELDS} } userErrors { message } }`,
    `${parameters},`,
    variables,
  );
  const [error] = payload.userErrors;
  if (error || !payload.cart)
    throw new Error(error?.message ?? 'The cart was not changed.');
  return payload.cart;
}
