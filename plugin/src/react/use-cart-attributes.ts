import type { CartAttribute } from '@storefront-events/plan/wire';
import { useEffect } from 'react';
import { cartAttributes } from '../cart/attributes.ts';
import { useVisitor } from './use-visitor.ts';

/**
 * Keeps the visitor's choice on the cart, so that the order carries it to the server. Nothing is written before a
 * choice.
 *
 * @param attributes the cart's attributes as last read; undefined while there is no cart
 * @param update replaces the whole list, as `cartAttributesUpdate` does; must not reject
 */
export function useCartAttributes(
  attributes: readonly CartAttribute[] | undefined,
  update: (attributes: readonly CartAttribute[]) => void,
): void {
  const { consent, anonymousId } = useVisitor();
  useEffect(() => {
    if (!attributes) return;
    const wanted = cartAttributes(attributes, consent, anonymousId);
    if (wanted !== attributes) update(wanted);
    // `update` is usually a new function at each render; what it is given decides, not its identity.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [attributes, consent, anonymousId]);
}
