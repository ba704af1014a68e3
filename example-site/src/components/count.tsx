import * as React from 'react';

/** How many, where it leaves room for two digits: a number that grows moves nothing. */
export function Count({ of }: { readonly of: number }) {
  return <span className="count">{of}</span>;
}
