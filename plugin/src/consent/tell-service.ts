import {
  encodeVisitor,
  type VisitorMessage,
} from '@storefront-events/plan/wire';
import type { Receipt } from './receipt.ts';

/** How long is waited before each further try, in milliseconds. */
export const RETRY_AFTER_MS = [2_000, 15_000, 60_000] as const;

/**
 * Tells the webhook service of a choice, or of the cart a visitor goes to the checkout with, also while the page is being
 * left. While the page stays open, it tries again where the service was out of reach, busy or failing: a no must arrive.
 * It is not stored for later, because it names somebody who may just have been forgotten.
 *
 * @param id the visitor's; of one who withdraws the one they had, so that the service finds what it knows of them
 * @returns resolves after the first try; never rejects
 */
export function tellService(
  window: Window,
  endpoint: string,
  kind: VisitorMessage['kind'],
  { receiptId, consent, model, platform }: Receipt,
  id: string | undefined,
  cartId: string | undefined,
): Promise<void> {
  const cartToken = cartTokenOf(cartId);
  const request = {
    method: 'POST',
    // Of a type that needs no preflight, which would not survive the page.
    body: encodeVisitor({
      kind,
      receiptId,
      consent,
      model,
      platform,
      ...(id && { anonymousId: id }),
      ...(cartToken && { cartToken }),
    }),
    keepalive: true,
    credentials: 'omit',
  } as const;
  const attempt = async (tries: number): Promise<void> => {
    const status = await window.fetch(endpoint, request).then(
      (answer) => answer.status,
      () => 0,
    );
    const pause = RETRY_AFTER_MS[tries];
    if (pause && (status === 0 || status === 429 || status >= 500))
      window.setTimeout(() => void attempt(tries + 1), pause);
  };
  return attempt(0);
}

/** The token in a Storefront API cart's id, which the order has as `cart_token`. */
function cartTokenOf(cartId: string | undefined): string | undefined {
  return /\/Cart\/([\w-]+)/.exec(cartId ?? '')?.[1];
}
