import type { AnsweredConsent, ConsentModel } from './consent.ts';

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
