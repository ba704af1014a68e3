import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { plainId, type Product } from '../shop/products';

/** What one may want to know before buying. */
export function ProductDetails({ product }: { readonly product: Product }) {
  const track = useTrack();
  const parts = {
    'What it is': `${product.vendor} · ${product.tags.join(', ')}`,
    Delivery: 'Packed by hand and sent within a day, in a box without plastic.',
    'Giving it back':
      'Unopened, within thirty days. We pay the way back, and ask why.',
  };
  return Object.entries(parts).map(([title, text]) => (
    <details
      key={title}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open)
          track('Product Details Clicked', {
            product_id: plainId(product.id),
            name: product.title,
            title,
          });
      }}
    >
      <summary>{title}</summary>
      <p>{text}</p>
    </details>
  ));
}
