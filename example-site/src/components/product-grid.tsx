import { ProductList } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProducts } from '../shop/plan-product';
import type { ListedProduct } from '../shop/products';
import { ProductCard } from './product-card';

/** A list of products that reports itself once it has been looked at, and tells each card its place. */
export function ProductGrid({
  listId,
  category,
  products,
}: {
  readonly listId: string;
  readonly category?: string;
  readonly products: readonly ListedProduct[];
}) {
  return (
    <ProductList
      listId={listId}
      products={planProducts(products)}
      {...(category !== undefined && { category })}
    >
      <ul className="grid">
        {products.map((product) => (
          <li key={product.handle}>
            <ProductCard product={product} />
          </li>
        ))}
      </ul>
    </ProductList>
  );
}
