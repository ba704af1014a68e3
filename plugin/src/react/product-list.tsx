import type { PropertiesOf } from '@storefront-events/plan';
import { useMemo, type ReactNode } from 'react';
import { getStorefront } from '../instance.ts';
import { ListContext } from './use-product-clicked.ts';
import { useSeen } from './use-seen.ts';

type ProductListViewed = PropertiesOf<'Product List Viewed'>;

/** A list of products as the event has it, and what it looks like. */
export interface ProductListProps {
  /** Which list: a collection's handle, `search`, `related` … */
  readonly listId: string;
  readonly category?: string;
  /** In the order shown; their positions are filled in, from 1. */
  readonly products: ProductListViewed['products'];
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * Reports that a list of products was looked at: once, when it has been on screen for a second. Other products or
 * another order are another list. Whoever calls `useProductClicked` inside is told of it.
 *
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#product-list-viewed
 */
export function ProductList({
  listId,
  category,
  products,
  children,
  className,
}: ProductListProps) {
  const ids = products.map(({ product_id: id }) => id);
  const key = ids.join();
  const list = useMemo(
    () => ({ listId, category, productIds: ids }),
    // The same products in the same order are the same list, in whatever array they come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [listId, category, key],
  );
  const ref = useSeen([listId, key].join(), () => {
    if (products.length === 0) return;
    getStorefront().track('Product List Viewed', {
      list_id: listId,
      ...(category !== undefined && { category }),
      products: products.map((product, index) => ({
        ...product,
        position: index + 1,
      })),
    });
  });
  return (
    <ListContext.Provider value={list}>
      <div ref={ref} className={className}>
        {children}
      </div>
    </ListContext.Provider>
  );
}
