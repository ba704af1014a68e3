import { Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';

/** A link of the header or the footer: which of them people use is worth knowing. */
export function NavLink({
  to,
  title,
  placement,
  children = title,
}: {
  readonly to: string;
  readonly title: string;
  readonly placement: 'header' | 'footer';
  readonly children?: React.ReactNode;
}) {
  const track = useTrack();
  return (
    <Link
      to={to}
      onClick={() => {
        track('Navigation Clicked', {
          navigation_title: title,
          navigation_url: to,
          navigation_placement: placement,
        });
      }}
    >
      {children}
    </Link>
  );
}
