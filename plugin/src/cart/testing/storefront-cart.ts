/**
 * Carts as the Storefront API answers them, written by us after Shopify's schema of 2026-04: objects Cart, CartLine,
 * ComponentizableCartLine, CartDiscountCode, AppliedGiftCard.
 *
 * @see https://shopify.dev/docs/api/storefront/2026-04/objects/Cart
 */

export interface LineSpec {
  /** The numeric id of a variant; its product has the same with "1" in front. */
  readonly variant: string;
  readonly quantity: number;
  readonly id?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sellingPlan?: string;
  /** Decimal text; of one unit. */
  readonly price?: string;
  /** Taken off the whole line, by a code or by itself. */
  readonly discount?: { readonly code?: string; readonly amount: string };
  readonly components?: readonly LineSpec[];
}

export interface CartSpec {
  readonly id?: string;
  readonly updatedAt?: string;
  readonly currency?: string;
  readonly lines?: readonly LineSpec[];
  readonly codes?: Readonly<Record<string, boolean>>;
  readonly giftCards?: readonly string[];
  readonly shape?: 'nodes' | 'edges' | 'list';
}

export function storefrontCart({
  id = 'gid://shopify/Cart/c1-0f3b7d?key=secret',
  updatedAt,
  currency = 'EUR',
  lines = [],
  codes = {},
  giftCards = [],
  shape = 'nodes',
}: CartSpec = {}) {
  const nodes = lines.map((line) => storefrontLine(line, currency));
  const connection = {
    nodes: { nodes, pageInfo: { hasNextPage: false } },
    edges: { edges: nodes.map((node) => ({ node })) },
    list: nodes,
  }[shape];
  return {
    id,
    ...(updatedAt !== undefined && { updatedAt }),
    attributes: [],
    cost: { totalAmount: { amount: '0.0', currencyCode: currency } },
    lines: connection,
    discountCodes: Object.entries(codes).map(([code, applicable]) => ({
      code,
      applicable,
    })),
    discountAllocations: [],
    appliedGiftCards: giftCards.map((card) => ({
      id: `gid://shopify/AppliedGiftCard/${card}`,
      lastCharacters: 'a7f2',
      amountUsed: { amount: '5.0', currencyCode: currency },
    })),
  };
}

function storefrontLine(line: LineSpec, currency: string): object {
  const {
    variant,
    quantity,
    price = '12.5',
    discount,
    attributes = {},
    components = [],
  } = line;
  const total = Number(price) * quantity - Number(discount?.amount ?? 0);
  return {
    id: line.id ?? `gid://shopify/CartLine/${variant}`,
    quantity,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value,
    })),
    cost: {
      totalAmount: { amount: total.toFixed(2), currencyCode: currency },
      amountPerQuantity: { amount: price, currencyCode: currency },
    },
    discountAllocations: discount
      ? [
          {
            ...(discount.code !== undefined && { code: discount.code }),
            discountedAmount: {
              amount: discount.amount,
              currencyCode: currency,
            },
          },
        ]
      : [],
    sellingPlanAllocation:
      line.sellingPlan === undefined
        ? null
        : {
            sellingPlan: {
              id: `gid://shopify/SellingPlan/${line.sellingPlan}`,
            },
          },
    merchandise: {
      id: `gid://shopify/ProductVariant/${variant}`,
      title: 'Default Title',
      sku: `SKU-${variant}`,
      product: {
        id: `gid://shopify/Product/1${variant}`,
        title: `Product ${variant}`,
        handle: `product-${variant}`,
        vendor: 'Kettle & Leaf',
      },
    },
    ...(components.length > 0 && {
      lineComponents: components.map((part) => storefrontLine(part, currency)),
    }),
  };
}
