import * as React from 'react';

export default function OtherPage() {
  return <h1>Another page</h1>;
}

export const Head = () => <title>Another page</title>;
