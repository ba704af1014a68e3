import {
  productGid,
  variantGid,
  type Product,
  type Variant,
} from './catalogue/product.ts';
import { firstTeas, laterTeas } from './catalogue/teas.ts';
import { teaware } from './catalogue/teaware.ts';

/** The products of the local shop, in the order they came. */
export const catalogue: readonly Product[] = [
  ...firstTeas,
  ...laterTeas,
  ...teaware,
];

/** A variant and its product: what a cart's line is of. */
export interface Merchandise {
  readonly product: Product;
  readonly variant: Variant;
}

export function merchandiseOf(product: Product): Merchandise[] {
  return product.variants.map((variant) => ({ product, variant }));
}

const byVariant = new Map(
  catalogue
    .flatMap(merchandiseOf)
    .map((merchandise) => [variantGid(merchandise.variant), merchandise]),
);

export function findMerchandise(gid: string): Merchandise | undefined {
  return byVariant.get(gid);
}

export function findProduct(by: {
  readonly id?: string | null;
  readonly handle?: string | null;
}): Product | undefined {
  return catalogue.find((product) =>
    by.id ? productGid(product) === by.id : product.handle === by.handle,
  );
}
