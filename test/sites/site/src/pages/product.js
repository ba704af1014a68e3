import { useProductViewed, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';

const PRODUCT = { product_id: '501', name: 'Sencha', price: 12.5 };

export default function ProductPage() {
  const track = useTrack();
  useProductViewed(PRODUCT);
  return (
    <main>
      <h1>Sencha</h1>
      <button
        onClick={() => track('Product Added', { ...PRODUCT, quantity: 1 })}
      >
        Add to cart
      </button>
    </main>
  );
}

export const Head = () => <title>Sencha</title>;
