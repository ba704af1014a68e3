import { Link } from 'gatsby';
import * as React from 'react';

export default function IndexPage() {
  return (
    <main>
      <h1>A page</h1>
      <Link to="/other/">Another</Link>
    </main>
  );
}

export const Head = () => <title>A page</title>;
