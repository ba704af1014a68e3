import { Link } from 'gatsby';
import { useConsent } from 'gatsby-plugin-storefront-events';
import * as React from 'react';

export default function IndexPage() {
  const { status } = useConsent();
  return (
    <main>
      <h1>Teas</h1>
      <p id="consent">{status}</p>
      <Link to="/product/">Sencha</Link>
    </main>
  );
}

export const Head = () => <title>Teas</title>;
