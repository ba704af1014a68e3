/** What the readers of carts have in common. */
import { sum, toDecimal, type Minor } from '@storefront-events/plan/money';
import { defined, type PlanProduct } from '../products/plan-product.ts';
import { at, firstOf, list, minor, text } from '../products/read.ts';

/** The token in `gid://shopify/Cart/<token>?key=…`. The key is a secret that opens the cart, and goes nowhere. */
export function tokenOf(id: unknown): string | undefined {
  return text(id)?.split('?')[0]?.split('/').at(-1) || undefined;
}

/** A quantity; none where it is not a whole number of at least 1. */
export function wholeNumber(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) > 0
    ? (value as number)
    : 0;
}

/** The same for lines that are one to the visitor, whatever their ids and the order of their attributes. */
export function lineKey(
  variantId: string,
  attributes: unknown,
  sellingPlanId: unknown,
): string {
  const pairs = (list(attributes) ?? [])
    .map((each) => [at(each, 'key'), at(each, 'value')])
    .map((pair) => JSON.stringify(pair))
    .sort();
  return JSON.stringify([variantId, sellingPlanId ?? null, pairs]);
}

/** A line's product with what its discounts and its parts add. Its price is the line's, and reckoned from its total. */
export function lineProduct(
  product: Partial<PlanProduct>,
  allocations: readonly unknown[],
  isBundle: boolean,
): Partial<PlanProduct> {
  const codes = new Set(
    allocations.map(codeOf).filter((code) => code !== undefined),
  );
  return defined({
    ...product,
    coupon: codes.size > 0 ? [...codes].join(',') : undefined,
    bundle: isBundle || undefined,
  });
}

/** The discounts on a line, together. */
export function discountsOf(
  allocations: readonly unknown[],
  currency: string | undefined,
): Minor {
  return sum(allocations.map((each) => minor(amountOf(each), currency))) ?? 0;
}

/** What a code takes off, as the plan's decimal number; undefined if the answer does not say. */
export function discountBy(
  code: string,
  allocations: readonly unknown[],
  currency: string | undefined,
): number | undefined {
  const own = allocations.filter(
    (each) => codeOf(each)?.toLowerCase() === code.toLowerCase(),
  );
  return own.length > 0
    ? toDecimal(discountsOf(own, currency), currency)
    : undefined;
}

// The Storefront API's name, and shopify-buy's.
const codeOf = (allocation: unknown) =>
  text(
    firstOf(
      at(allocation, 'code'),
      at(allocation, 'discountApplication', 'code'),
    ),
  );
const amountOf = (allocation: unknown) =>
  firstOf(
    at(allocation, 'discountedAmount'),
    at(allocation, 'allocatedAmount'),
  );
