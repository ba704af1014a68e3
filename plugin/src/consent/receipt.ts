import {
  encodeVisitor,
  type VisitorMessage,
} from '@storefront-events/plan/wire';
import type { ConsentModel, AnsweredConsent } from './consent.ts';

/** The proof of one choice, as GDPR 7(1) asks for it. */
export interface Receipt {
  readonly receiptId: string;
  /** What the visitor answered, when, under which policy. */
  readonly consent: AnsweredConsent;
  readonly model: ConsentModel;
  /** The consent platform that asked. */
  readonly platform: string;
  /** After a grant only: a refusal carries no identifier. */
  readonly anonymousId: string | undefined;
}

/**
 * Tells the webhook service of a choice, or of the cart a visitor goes to the checkout with, also while the page is being
 * left.
 *
 * @param id the visitor's; of one who withdraws the one they had, so that the service finds what it knows of them
 */
export function tellService(
  window: Window,
  endpoint: string,
  kind: VisitorMessage['kind'],
  { receiptId, consent, model, platform }: Receipt,
  id: string | undefined,
  cartId: string | undefined,
): Promise<unknown> {
  const cartToken = cartTokenOf(cartId);
  return window.fetch(endpoint, {
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
  });
}

/** The token in a Storefront API cart's id, which the order has as `cart_token`. */
function cartTokenOf(cartId: string | undefined): string | undefined {
  return /\/Cart\/([\w-]+)/.exec(cartId ?? '')?.[1];
}
