import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { planProduct } from '../shop/plan-product';
import type { Product, Variant } from '../shop/products';

/** What is sold out can be asked for. */
export function StockRequest({
  product,
  variant,
}: {
  readonly product: Product;
  readonly variant: Variant;
}) {
  const [isAsked, setAsked] = React.useState(false);
  const track = useTrack();
  if (isAsked) return <p role="status">We let the garden know.</p>;
  return (
    <button
      type="button"
      className="wide"
      onClick={() => {
        track('Stock Request Created', planProduct(product, variant));
        setAsked(true);
      }}
    >
      Sold out: ask for it
    </button>
  );
}
