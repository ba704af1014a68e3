import * as React from 'react';

export default function NotFoundPage() {
  return <h1>Nothing here</h1>;
}

export const Head = () => <title>Nothing here</title>;
