import { Link } from 'gatsby';
import { usePromotionViewed, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';

const PROMOTION = {
  promotion_id: 'first-flush',
  name: 'First flush',
  creative: 'leaf',
  position: 'home_banner',
};

/** The shop's one promotion. */
export function Promotion() {
  const ref = usePromotionViewed(PROMOTION);
  const track = useTrack();
  return (
    <section ref={ref} className="promotion" aria-label="First flush">
      <p>
        <strong>First flush is here.</strong> Picked in April, in the shop since
        May.
      </p>
      <Link
        to="/products/sencha/"
        onClick={() => {
          track('Promotion Clicked', PROMOTION);
        }}
      >
        Taste it
      </Link>
    </section>
  );
}
