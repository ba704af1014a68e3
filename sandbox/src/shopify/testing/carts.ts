import type { StandIn } from './stand-in.ts';

export const SENCHA = 'gid://shopify/ProductVariant/41982911946154501';
export const SENCHA_250 = 'gid://shopify/ProductVariant/42982911946154501';
export const GENMAICHA = 'gid://shopify/ProductVariant/41982911946154502';
export const ALISHAN_250 = 'gid://shopify/ProductVariant/42982911946154509';
export const KYUSU_RUST = 'gid://shopify/ProductVariant/42982911946154510';

interface Money {
  readonly amount: string;
  readonly currencyCode: string;
}

interface Allocation {
  readonly code: string;
  readonly discountedAmount: Money;
}

export interface Cart {
  readonly id: string;
  readonly checkoutUrl: string;
  readonly updatedAt: string;
  readonly note: string;
  readonly totalQuantity: number;
  readonly attributes: readonly unknown[];
  readonly buyerIdentity: {
    readonly countryCode: string;
    readonly email: string | null;
    readonly customer: { readonly id: string } | null;
  };
  readonly cost: {
    readonly subtotalAmount: Money;
    readonly totalAmount: Money;
  };
  readonly discountCodes: readonly {
    readonly code: string;
    readonly applicable: boolean;
  }[];
  readonly discountAllocations: readonly Allocation[];
  readonly appliedGiftCards: readonly {
    readonly id: string;
    readonly lastCharacters: string;
    readonly amountUsed: Money;
    readonly presentmentAmountUsed: Money;
  }[];
  readonly lines: { readonly nodes: readonly CartLine[] };
}

export interface CartLine {
  readonly id: string;
  readonly quantity: number;
  readonly merchandise: { readonly id: string };
  readonly cost: {
    readonly amountPerQuantity: Money;
    readonly subtotalAmount: Money;
    readonly totalAmount: Money;
  };
  readonly discountAllocations: readonly Allocation[];
}

const MONEY = '{ amount currencyCode }';
const ALLOCATIONS = `discountAllocations { discountedAmount ${MONEY} ... on CartCodeDiscountAllocation { code } }`;

export const CART = `
  id checkoutUrl updatedAt note totalQuantity
  attributes { key value }
  buyerIdentity { countryCode email customer { id } }
  cost { subtotalAmount ${MONEY} totalAmount ${MONEY} }
  discountCodes { code applicable }
  ${ALLOCATIONS}
  appliedGiftCards { id lastCharacters amountUsed ${MONEY} presentmentAmountUsed ${MONEY} }
  lines(first: 100) {
    nodes {
      id quantity
      merchandise { ... on ProductVariant { id } }
      cost { amountPerQuantity ${MONEY} subtotalAmount ${MONEY} totalAmount ${MONEY} }
      ${ALLOCATIONS}
    }
  }`;

export interface Payload {
  readonly cart: Cart | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: readonly string[] | null;
    readonly message: string;
  }[];
  readonly warnings: readonly {
    readonly code: string;
    readonly target: string;
  }[];
}

/** Calls a mutation of a cart: `mutate(standIn, 'cartNoteUpdate', { cartId: 'ID!', note: 'String!' }, {…})`. */
export async function mutate(
  standIn: StandIn,
  name: string,
  types: Readonly<Record<string, string>>,
  values: object,
  inContext = '',
): Promise<Payload> {
  const variables = Object.entries(types);
  const declared = variables.map(([key, type]) => `$${key}: ${type}`).join(' ');
  const passed = variables.map(([key]) => `${key}: $${key}`).join(' ');
  const { payload } = await standIn.get<{ payload: Payload }>(
    `mutation (${declared}) ${inContext} {
      payload: ${name}(${passed}) { cart { ${CART} } userErrors { code field message } warnings { code target } }
    }`,
    values,
  );
  return payload;
}

export async function newCart(
  standIn: StandIn,
  input: object = { lines: [{ merchandiseId: SENCHA, quantity: 2 }] },
  inContext = '',
): Promise<Cart> {
  const payload = await mutate(
    standIn,
    'cartCreate',
    { input: 'CartInput' },
    { input },
    inContext,
  );
  return cartOf(payload);
}

export function cartOf({ cart, userErrors }: Payload): Cart {
  if (!cart) throw new Error(userErrors[0]?.message);
  return cart;
}

export function pay(
  { checkoutUrl }: Pick<Cart, 'checkoutUrl'>,
  email = 'ada@example.com',
): Promise<Response> {
  return fetch(`${checkoutUrl.split('?')[0] ?? ''}/pay`, {
    method: 'POST',
    body: new URLSearchParams({ email }),
  });
}
