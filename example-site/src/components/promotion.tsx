import { Link } from 'gatsby';
import { usePromotionViewed, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import type { Image } from '../shop/products';
import { Picture } from './picture';

const PROMOTION = {
  promotion_id: 'first-flush',
  name: 'First flush',
  creative: 'leaf',
  position: 'home_banner',
};

/** The shop's one promotion. */
export function Promotion({ image }: { readonly image: Image | null }) {
  const ref = usePromotionViewed(PROMOTION);
  const track = useTrack();
  return (
    <section ref={ref} className="promotion" aria-label="First flush">
      <div>
        <p className="kind">New this season</p>
        <h2>First flush is here</h2>
        <p>
          Picked in April, in the shop since May: grassy, bright, and gone by
          autumn.
        </p>
        <Link
          to="/products/sencha/"
          className="button"
          onClick={() => {
            track('Promotion Clicked', PROMOTION);
          }}
        >
          Taste it
        </Link>
      </div>
      <Picture image={image} size={400} isFirst />
    </section>
  );
}
