import * as React from 'react';
import { askForVisitor } from './ask-for-visitor';
import {
  LISTED_PRODUCT,
  listed,
  type ListedNode,
  type Variant,
} from './products';

/** The variants of a product: as the site was built with, and as the shop has them now as soon as it has answered. */
export function useLiveVariants(
  handle: string,
  built: readonly Variant[],
): readonly Variant[] {
  const [live, setLive] = React.useState<readonly Variant[]>();
  React.useEffect(() => {
    let isHere = true;
    askForVisitor<{ product: ListedNode | null }>(
      'query',
      `product(handle: $handle) { ${LISTED_PRODUCT} }`,
      '$handle: String!,',
      { handle },
    ).then(({ product }) => {
      if (isHere && product) setLive(listed(product).variants);
    }, console.error);
    return () => {
      isHere = false;
    };
  }, [handle]);
  return live ?? built;
}
