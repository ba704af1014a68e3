import { sellingPlansOf } from '../catalogue/selling-plans.ts';
import { findMerchandise, type Merchandise } from '../catalogue.ts';
import {
  cartGid,
  pairs,
  refused,
  then,
  type Attribute,
  type Cart,
  type CartLine,
  type CartWarning,
  type Edited,
} from './cart.ts';

export interface LineInput {
  readonly merchandiseId: string;
  readonly quantity?: number | null;
  readonly attributes?: readonly Attribute[] | null;
  readonly sellingPlanId?: string | null;
}

export interface LineUpdate {
  readonly id: string;
  readonly quantity?: number | null;
  readonly merchandiseId?: string | null;
  readonly attributes?: readonly Attribute[] | null;
  readonly sellingPlanId?: string | null;
}

/**
 * Puts things in. What is in the cart already, with the same attributes, gets more of it rather than a second line.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/mutations/cartLinesAdd
 */
export function addLines(
  cart: Cart,
  lines: readonly LineInput[],
  field: readonly string[] = ['lines'],
): Edited {
  return lines.reduce<Edited>(
    (edited, line, index) =>
      then(edited, (soFar) => addLine(soFar, line, [...field, String(index)])),
    { cart, warnings: [] },
  );
}

function addLine(
  cart: Cart,
  line: LineInput,
  field: readonly string[],
): Edited {
  const quantity = line.quantity ?? 1;
  if (quantity < 1)
    return refused(
      'The quantity must be 1 or more.',
      [...field, 'quantity'],
      'LESS_THAN',
    );
  const merchandise = findMerchandise(line.merchandiseId);
  if (!merchandise)
    return refused(
      `The merchandise with id ${line.merchandiseId} does not exist.`,
      [...field, 'merchandiseId'],
    );
  const plan = planOf(merchandise, line.sellingPlanId);
  if (line.sellingPlanId && !plan) return noSuchPlan(line.sellingPlanId, field);
  const lineCount = cart.lineCount + 1;
  const id = `gid://shopify/CartLine/${cart.token}-${String(lineCount)}?cart=${cart.token}`;
  const attributes = pairs(line.attributes ?? []);
  return settled({ ...cart, lineCount }, [
    ...cart.lines,
    { ...merchandise, id, quantity, attributes, plan },
  ]);
}

/**
 * Changes lines: a quantity of 0 takes one out.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/mutations/cartLinesUpdate
 */
export function updateLines(
  cart: Cart,
  updates: readonly LineUpdate[],
): Edited {
  return updates.reduce<Edited>(
    (edited, update, index) =>
      then(edited, (soFar) =>
        updateLine(soFar, update, ['lines', String(index)]),
      ),
    { cart, warnings: [] },
  );
}

function updateLine(
  cart: Cart,
  update: LineUpdate,
  field: readonly string[],
): Edited {
  const old = cart.lines.find(({ id }) => id === update.id);
  if (!old)
    return refused(
      `The merchandise line with id ${update.id} does not exist.`,
      [...field, 'id'],
    );
  const quantity = update.quantity ?? old.quantity;
  if (quantity < 0)
    return refused(
      'The quantity must be 0 or more.',
      [...field, 'quantity'],
      'LESS_THAN',
    );
  const merchandise: Merchandise | undefined = update.merchandiseId
    ? findMerchandise(update.merchandiseId)
    : { product: old.product, variant: old.variant };
  if (!merchandise)
    return refused(
      `The merchandise with id ${String(update.merchandiseId)} does not exist.`,
      [...field, 'merchandiseId'],
    );
  // Left out, it stays; null ends the subscription.
  const planId =
    update.sellingPlanId === undefined ? old.plan?.id : update.sellingPlanId;
  const plan = planOf(merchandise, planId);
  if (planId && !plan) return noSuchPlan(planId, field);
  const attributes = update.attributes
    ? pairs(update.attributes)
    : old.attributes;
  const changed = { ...old, ...merchandise, quantity, attributes, plan };
  return settled(
    cart,
    cart.lines.map((line) => (line === old ? changed : line)),
  );
}

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartLinesRemove */
export function removeLines(cart: Cart, ids: readonly string[]): Edited {
  return updateLines(
    cart,
    ids.map((id) => ({ id, quantity: 0 })),
  );
}

/** Joins what is one line to the buyer, leaves out what has none, and gives no more than there is. */
function settled(cart: Cart, lines: readonly CartLine[]): Edited {
  const joined = new Map<string, CartLine>();
  for (const line of lines.filter(({ quantity }) => quantity > 0)) {
    const same = joined.get(keyOf(line));
    joined.set(
      keyOf(line),
      same ? { ...same, quantity: same.quantity + line.quantity } : line,
    );
  }
  const left = new Map<string, number>();
  const given: CartLine[] = [];
  const warnings: CartWarning[] = [];
  for (const line of joined.values()) {
    const { variant } = line;
    const stock = left.get(variant.id) ?? variant.stock;
    const quantity = Math.min(line.quantity, stock);
    left.set(variant.id, stock - quantity);
    if (quantity < line.quantity) warnings.push(tooMany(line, quantity, cart));
    if (quantity > 0) given.push({ ...line, quantity });
  }
  return { cart: { ...cart, lines: given }, warnings };
}

function planOf({ product }: Merchandise, id: string | null | undefined) {
  return sellingPlansOf(product).find((plan) => plan.id === id);
}

function noSuchPlan(id: string, field: readonly string[]): Edited {
  return refused(`The selling plan with id ${id} does not exist.`, [
    ...field,
    'sellingPlanId',
  ]);
}

function keyOf({ variant, attributes, plan }: CartLine): string {
  const sorted = attributes.map(({ key, value }) => [key, value]).sort();
  return JSON.stringify([variant.id, plan?.id ?? null, sorted]);
}

/** Shopify does what it can, and warns. */
function tooMany(line: CartLine, given: number, cart: Cart): CartWarning {
  const { product, variant } = line;
  const name =
    product.variants.length > 1
      ? `${product.title} - ${variant.title}`
      : product.title;
  return given === 0
    ? {
        code: 'MERCHANDISE_OUT_OF_STOCK',
        message: `The product '${name}' is already sold out.`,
        target: cartGid(cart),
      }
    : {
        code: 'MERCHANDISE_NOT_ENOUGH_STOCK',
        message: `Only ${String(given)} items were added to your cart due to availability.`,
        target: line.id,
      };
}
