import { ProductList } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct } from '../shop/plan-product';
import { ProductCard, type ListedProduct } from './product-card';

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
  const planned = products.flatMap((product) => {
    const [variant] = product.variants;
    if (!variant) return [];
    const { currency: _, ...rest } = planProduct(product, variant);
    return [rest];
  });
  return (
    <ProductList
      listId={listId}
      products={planned}
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
