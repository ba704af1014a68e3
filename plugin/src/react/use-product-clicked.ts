import type { PropertiesOf } from '@storefront-events/plan';
import { createContext, useCallback, useContext } from 'react';
import { getStorefront } from '../instance.ts';

type ProductClicked = PropertiesOf<'Product Clicked'>;

/** The list that a component stands in: what a click tells of it. */
export interface ListOfProducts {
  readonly listId: string;
  readonly category: string | undefined;
  /** In the order shown. */
  readonly productIds: readonly string[];
}

export const ListContext = createContext<ListOfProducts | undefined>(undefined);

/**
 * The function that reports that a product was followed; for the click on its link. Below a `ProductList` the list, its
 * category and the product's position there are filled in.
 *
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#product-clicked
 */
export function useProductClicked(): (product: ProductClicked) => void {
  const list = useContext(ListContext);
  return useCallback(
    (product) => {
      getStorefront().track('Product Clicked', {
        ...(list && placeIn(list, product.product_id)),
        ...product,
      });
    },
    [list],
  );
}

function placeIn(
  { listId, category, productIds }: ListOfProducts,
  productId: string,
): Partial<ProductClicked> {
  const index = productIds.indexOf(productId);
  return {
    list_id: listId,
    ...(category !== undefined && { category }),
    ...(index >= 0 && { position: index + 1 }),
  };
}
