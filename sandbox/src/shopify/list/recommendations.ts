import type { ProductRecommendationIntent } from '@shopify/hydrogen-react/storefront-api-types';
import { catalogue } from '../catalogue.ts';
import type { Product } from '../catalogue/product.ts';

/** Shopify recommends at most so many. */
const MAX = 10;

/**
 * What goes with a product. Related: by the tags they share. Complementary: teaware for a tea, teas for teaware.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/queries/productRecommendations
 */
export function recommend(
  product: Product,
  intent: ProductRecommendationIntent,
): Product[] {
  const others = catalogue.filter((other) => other !== product);
  const isWare = ({ tags }: Product) => tags.includes('teaware');
  if (intent === 'COMPLEMENTARY')
    return others
      .filter((other) => isWare(other) !== isWare(product))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MAX);
  const shared = ({ tags }: Product) =>
    tags.filter((tag) => product.tags.includes(tag)).length;
  return others
    .filter((other) => shared(other) > 0)
    .sort((a, b) => shared(b) - shared(a) || a.rank - b.rank)
    .slice(0, MAX);
}
