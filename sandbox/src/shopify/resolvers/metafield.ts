import { reviewMetafields } from '../catalogue/reviews.ts';
import type { Product } from '../catalogue/product.ts';

export interface MetafieldIdentifier {
  readonly namespace?: string | null;
  readonly key: string;
}

/** A product's metafield; null where it has none. */
export function metafieldOf(
  product: Product,
  { namespace, key }: MetafieldIdentifier,
) {
  const found = reviewMetafields(product).find(
    (field) => field.key === key && field.namespace === namespace,
  );
  return found
    ? {
        ...found,
        id: `gid://shopify/Metafield/${product.id}-${key}`,
        description: null,
        createdAt: product.createdAt,
        updatedAt: product.createdAt,
        parentResource: product,
        reference: null,
        references: null,
      }
    : null;
}

/** For what has no metafields in this shop. */
export const noMetafields = {
  metafield: () => null,
  metafields: (
    _: unknown,
    { identifiers }: { identifiers: readonly unknown[] },
  ) => identifiers.map(() => null),
};
