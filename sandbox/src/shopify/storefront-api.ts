import type { FastifyInstance } from 'fastify';
import { buildSchema, graphql } from 'graphql';
import {
  CartError,
  cartGid,
  cartSubtotal,
  variantGid,
  type Attribute,
  type Cart,
  type CartLine,
  type Carts,
  type LineInput,
} from './carts.ts';
import { catalogue, SHOP, type Product, type Variant } from './catalogue.ts';
import { typeDefinitions } from './schema.ts';

const schema = buildSchema(typeDefinitions);

/** Adds the Storefront API, for every version Shopify may call it by. */
export function addStorefrontApi(
  app: FastifyInstance,
  carts: Carts,
  origin: () => string,
): void {
  const root = resolvers(carts, origin);
  app.post<{
    Body: { query?: unknown; variables?: unknown; operationName?: unknown };
  }>('/api/:version/graphql.json', async ({ body }) =>
    graphql({
      schema,
      source: String(body.query),
      rootValue: root,
      variableValues: body.variables as Record<string, unknown>,
      ...(typeof body.operationName === 'string' && {
        operationName: body.operationName,
      }),
    }),
  );
}

function resolvers(carts: Carts, origin: () => string) {
  return { ...queries(carts, origin), ...mutations(carts, origin) };
}

function queries(carts: Carts, origin: () => string) {
  return {
    products: ({ first }: { first: number }) => ({
      nodes: catalogue
        .slice(0, first)
        .map((product) => showProduct(product, origin())),
    }),
    product: ({ handle }: { handle?: string }) => {
      const product = catalogue.find((other) => other.handle === handle);
      return product ? showProduct(product, origin()) : null;
    },
    cart: ({ id }: { id: string }) => {
      const cart = carts.find(id);
      return cart ? showCart(cart, origin()) : null;
    },
  };
}

interface CartChange<Lines> {
  readonly cartId: string;
  readonly lines: readonly Lines[];
}

function mutations(carts: Carts, origin: () => string) {
  const payload = (make: () => Cart) => {
    try {
      return { cart: showCart(make(), origin()), userErrors: [] };
    } catch (error) {
      if (!(error instanceof CartError)) throw error;
      const { message } = error;
      return { cart: null, userErrors: [{ message, field: null }] };
    }
  };
  const change = (id: string, edit: (cart: Cart) => Cart) =>
    payload(() => {
      const cart = carts.find(id);
      if (!cart) throw new CartError('The specified cart does not exist.');
      return edit(cart);
    });
  return {
    cartCreate: ({
      input,
    }: {
      input?: { lines?: LineInput[]; attributes?: Attribute[] };
    }) =>
      payload(() => carts.create(input?.lines ?? [], input?.attributes ?? [])),
    cartLinesAdd: ({ cartId, lines }: CartChange<LineInput>) =>
      change(cartId, (cart) => carts.addLines(cart, lines)),
    cartLinesUpdate: ({
      cartId,
      lines,
    }: CartChange<{ id: string; quantity: number }>) =>
      change(cartId, (cart) => carts.updateLines(cart, lines)),
    cartLinesRemove: ({
      cartId,
      lineIds,
    }: {
      cartId: string;
      lineIds: string[];
    }) => {
      const lines = lineIds.map((id) => ({ id, quantity: 0 }));
      return change(cartId, (cart) => carts.updateLines(cart, lines));
    },
    cartAttributesUpdate: ({
      cartId,
      attributes,
    }: {
      cartId: string;
      attributes: Attribute[];
    }) => change(cartId, (cart) => carts.setAttributes(cart, attributes)),
  };
}

function showProduct(product: Product, origin: string) {
  return {
    id: `gid://shopify/Product/${product.id}`,
    handle: product.handle,
    title: product.title,
    vendor: product.vendor,
    productType: product.productType,
    description: product.description,
    featuredImage: {
      url: `${origin}/images/${product.handle}.svg`,
      altText: product.title,
      width: 400,
      height: 400,
    },
    variants: ({ first }: { first?: number }) => ({
      nodes: product.variants
        .slice(0, first)
        .map((variant) => showVariant(variant, product, origin)),
    }),
  };
}

function showVariant(variant: Variant, product: Product, origin: string) {
  return {
    id: variantGid(variant),
    title: variant.title,
    sku: variant.sku,
    price: money(variant.price),
    product: () => showProduct(product, origin),
  };
}

function showCart(cart: Cart, origin: string) {
  const subtotal = money((cartSubtotal(cart) / 100).toFixed(2));
  return {
    id: cartGid(cart),
    checkoutUrl: `${origin}/cart/c/${cart.token}?key=${cart.key}`,
    totalQuantity: cart.lines.reduce(
      (total, { quantity }) => total + quantity,
      0,
    ),
    attributes: cart.attributes,
    cost: { subtotalAmount: subtotal, totalAmount: subtotal },
    lines: ({ first }: { first?: number }) => ({
      nodes: cart.lines.slice(0, first).map((line) => showLine(line, origin)),
    }),
  };
}

function showLine(
  { id, quantity, product, variant }: CartLine,
  origin: string,
) {
  const total = (Math.round(Number(variant.price) * 100) * quantity) / 100;
  return {
    id,
    quantity,
    cost: { totalAmount: money(total.toFixed(2)) },
    merchandise: showVariant(variant, product, origin),
  };
}

function money(amount: string) {
  return { amount, currencyCode: SHOP.currency };
}
