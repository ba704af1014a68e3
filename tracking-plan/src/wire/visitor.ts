import { isAnonymousId } from './attributes.ts';
import { readConsent, type ConsentSnapshot } from './consent.ts';

/**
 * What a browser tells the webhook service beside the cart: a choice, or that a visitor goes to the checkout with it.
 * Nobody has to sign it, so the service may only lower consent by it, or fill in an empty identity.
 */
export interface VisitorMessage {
  readonly kind: 'choice' | 'handover';
  /** The receipt of this choice: a fresh id each time a visitor decides. */
  readonly receiptId: string;
  readonly cartToken?: string;
  /** Of a visitor who granted; also when they withdraw, so that what is known of them can be lowered. */
  readonly anonymousId?: string;
  /** Under which model the visitor chose: nothing before a yes, or everything until a no. For the receipt. */
  readonly model?: 'opt-in' | 'opt-out';
  /** The consent platform that asked, such as `klaro`. For the receipt. */
  readonly platform?: string;
  readonly consent: ConsentSnapshot;
}

export type VisitorReading =
  | { readonly status: 'ok'; readonly message: VisitorMessage }
  | { readonly status: 'refused'; readonly reason: string };

/** The longest message that is read, in characters; the service reads as many bytes. */
export const MAX_VISITOR_LENGTH = 4096;

const RECEIPT_ID = /^[\w-]{8,64}$/;
const CART_TOKEN = /^[\w-]{1,128}$/;
const PLATFORM = /^[\w-]{1,40}$/;

export function encodeVisitor({ consent, ...rest }: VisitorMessage): string {
  const {
    categoryPreferences: categories,
    gpc,
    policyVersion,
    decidedAt,
  } = consent;
  return JSON.stringify({ ...rest, categories, gpc, policyVersion, decidedAt });
}

/** Reads what `encodeVisitor` wrote, or what anybody else sent. Never throws. */
export function decodeVisitor(text: string): VisitorReading {
  if (text.length > MAX_VISITOR_LENGTH) return refused('too long');
  let value: Record<string, unknown>;
  try {
    value = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return refused('not JSON');
  }
  const { kind, receiptId, cartToken, anonymousId, model, platform } = value;
  if (kind !== 'choice' && kind !== 'handover') return refused('kind');
  if (!matches(receiptId, RECEIPT_ID)) return refused('receiptId');
  if (cartToken !== undefined && !matches(cartToken, CART_TOKEN))
    return refused('cartToken');
  if (anonymousId !== undefined && !isAnonymousId(anonymousId))
    return refused('anonymousId');
  if (model !== undefined && model !== 'opt-in' && model !== 'opt-out')
    return refused('model');
  if (platform !== undefined && !matches(platform, PLATFORM))
    return refused('platform');
  const consent = readConsent(value);
  if (typeof consent === 'string') return refused(consent);
  return {
    status: 'ok',
    message: {
      kind,
      receiptId,
      ...(cartToken !== undefined && { cartToken }),
      ...(anonymousId !== undefined && { anonymousId }),
      ...(model !== undefined && { model }),
      ...(platform !== undefined && { platform }),
      consent,
    },
  };
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function refused(reason: string): VisitorReading {
  return { status: 'refused', reason };
}
