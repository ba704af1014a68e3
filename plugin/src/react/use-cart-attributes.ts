import type { CartAttribute } from '@storefront-events/plan/wire';
import { useEffect, useRef } from 'react';
import { CartHandover, type UpdateAttributes } from '../cart/handover.ts';
import { getStorefront } from '../instance.ts';
import { useVisitor } from './use-visitor.ts';

/**
 * Keeps the visitor's choice on the cart, so that the order carries it to the server. Nothing is written before a
 * choice. `getStorefront().flush()` waits for what is being written.
 *
 * @param cart the cart as last read from the Storefront API; undefined while there is none
 * @param update replaces the whole list, as `cartAttributesUpdate` does; its promise rejects if it could not
 */
export function useCartAttributes(
  cart: CartWithAttributes | undefined,
  update: UpdateAttributes,
): void {
  const visitor = useVisitor();
  const handover = useRef<CartHandover>(undefined);
  const hasDecided = useRef(false);
  const { id, attributes } = cart ?? {};
  useEffect(() => {
    getStorefront().setCart(id);
  }, [id]);
  useEffect(() => {
    if (visitor.consent.status !== 'unknown') hasDecided.current = true;
    // A returning visitor's choice may be on the cart before the consent platform has spoken.
    if (!attributes || !hasDecided.current) return;
    handover.current ??= new CartHandover((writing) => {
      getStorefront().hold(writing);
    });
    handover.current.sync(attributes, visitor, update);
    // `update` is usually a new function at each render; what it is given decides, not its identity.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [attributes, visitor]);
}

/** What the hook needs of a Storefront API cart. */
export interface CartWithAttributes {
  readonly id: string;
  readonly attributes: readonly CartAttribute[];
}
