import { ProductList } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProducts } from '../shop/plan-product';
import type { ListedProduct } from '../shop/products';
import { ProductCard } from './product-card';

/** A list of products that reports itself once it has been looked at. */
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
        {products.map((product, index) => (
          <li key={product.handle}>
            <ProductCard
              product={product}
              listId={listId}
              position={index + 1}
            />
          </li>
        ))}
      </ul>
    </ProductList>
  );
}
