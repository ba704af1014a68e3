import type { ConsentSnapshot } from '@storefront-events/plan/wire';

/** Whether silence is a no (`opt-in`, GDPR) or a yes until the visitor objects (`opt-out`, CCPA). */
export type ConsentModel = 'opt-in' | 'opt-out';

/**
 * What the visitor has decided. Silence is `unknown`, never a yes; `implied` is silence where the law lets the owner
 * take it for a yes until the visitor objects.
 */
export type Consent =
  /** `lapsed`: there was a choice, and it has run out or was made under another policy. */
  { readonly status: 'unknown'; readonly lapsed: boolean } | AnsweredConsent;

/** With an answer for every category. */
export type AnsweredConsent = {
  readonly status: 'decided' | 'implied';
} & ConsentSnapshot;

/** What the plugin knows of the visitor. The same object until it changes. */
export interface Visitor {
  readonly consent: Consent;
  /** The id they go by. Present after a grant, and only then. */
  readonly anonymousId: string | undefined;
  /** The campaign of their session, as an address has it: `utm_source=…`. Present after a grant only, if there is one. */
  readonly campaign: string | undefined;
  readonly model: ConsentModel;
  /** Where they are, if the consent platform or the owner's endpoint said so: ISO 3166. */
  readonly region: string | undefined;
  /** Their browser sends Global Privacy Control. */
  readonly gpc: boolean;
  /** When the choice runs out: ISO 8601. */
  readonly expiresAt: string | undefined;
}

export const UNDECIDED: Visitor = {
  consent: { status: 'unknown', lapsed: false },
  anonymousId: undefined,
  campaign: undefined,
  model: 'opt-in',
  region: undefined,
  gpc: false,
  expiresAt: undefined,
};

/** @see https://globalprivacycontrol.org/ */
export function hasGpc({ navigator }: Window): boolean {
  const { globalPrivacyControl } = navigator as {
    globalPrivacyControl?: unknown;
  };
  return globalPrivacyControl === true;
}
