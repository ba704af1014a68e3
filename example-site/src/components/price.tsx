import * as React from 'react';
import { formatMoney, type Variant } from '../shop/products';

/** What a variant costs, and what it cost before. */
export function Price({
  variant: { price, compareAtPrice },
  isFrom = false,
}: {
  readonly variant: Pick<Variant, 'price' | 'compareAtPrice'>;
  /** There are dearer ones. */
  readonly isFrom?: boolean;
}) {
  return (
    <span className="amount">
      {isFrom && 'from '}
      {formatMoney(price)}
      {compareAtPrice && (
        <>
          {' '}
          <s>
            <span className="hidden">before </span>
            {formatMoney(compareAtPrice)}
          </s>
        </>
      )}
    </span>
  );
}
