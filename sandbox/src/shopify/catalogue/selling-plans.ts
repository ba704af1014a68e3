import type { Product } from './product.ts';

/** A way to sell a product more than once. */
export interface SellingPlan {
  readonly id: string;
  readonly name: string;
  readonly everyMonths: number;
}

const everyMonths = (months: number): SellingPlan => ({
  id: `gid://shopify/SellingPlan/68911946154${String(months)}`,
  name:
    months === 1
      ? 'Delivered every month'
      : `Delivered every ${String(months)} months`,
  everyMonths: months,
});

const PLANS: readonly SellingPlan[] = [everyMonths(1), everyMonths(3)];

/** What is drunk comes again; a pot does not. At the same price, so that an order costs what its lines do. */
export function sellingPlansOf({
  productType,
}: Product): readonly SellingPlan[] {
  return productType === 'Teaware' ? [] : PLANS;
}
