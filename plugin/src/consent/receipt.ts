import { encodeVisitor } from '@storefront-events/plan/wire';
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
 * Tells the webhook service of a choice, also while the page is being left.
 *
 * @param leaving the id of a visitor who withdraws, so that the service finds what it knows of them
 */
export function postChoice(
  window: Window,
  endpoint: string,
  { receiptId, consent, model, platform, anonymousId }: Receipt,
  leaving: string | undefined,
  cartToken: string | undefined,
): Promise<unknown> {
  const id = anonymousId ?? leaving;
  return window.fetch(endpoint, {
    method: 'POST',
    // Of a type that needs no preflight, which would not survive the page.
    body: encodeVisitor({
      kind: 'choice',
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
export function cartTokenOf(cartId: string | undefined): string | undefined {
  return /\/Cart\/([\w-]+)/.exec(cartId ?? '')?.[1];
}
