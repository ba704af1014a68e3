import { Link, type HeadFC } from 'gatsby';
import * as React from 'react';
import { PageHead } from '../components/page-head';

export default function NotFoundPage() {
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        <Link to="/">Back to the teas</Link>
      </p>
    </>
  );
}

export const Head: HeadFC = () => (
  <PageHead title="Not found" description="There is no such page here." />
);
