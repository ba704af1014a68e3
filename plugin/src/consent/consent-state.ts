import type { CategoryPreferences } from '@storefront-events/plan/wire';
import { getStorefront } from '../instance.ts';
import type { ConsentModel, Visitor } from './consent.ts';

/** What the visitor has decided, in a page's words. */
export interface ConsentState {
  /** `granted`: what is required was agreed to, or is taken as agreed under `opt-out`. */
  readonly status: 'unknown' | 'granted' | 'refused';
  /** Their answers; none while `status` is `unknown`. */
  readonly categories: CategoryPreferences;
  /** `honoured`: the browser sends Global Privacy Control, and the categories of sale or sharing are refused by it. */
  readonly gpc: 'honoured' | 'absent';
  /** Where they are: ISO 3166; undefined where nobody said. */
  readonly jurisdiction: string | undefined;
  readonly model: ConsentModel;
  /** The version of the privacy policy they answered under. */
  readonly policyVersion: string | undefined;
  /** When they will be asked again: ISO 8601. */
  readonly expiresAt: string | undefined;
  /** Shows the consent platform's preferences. */
  readonly open: () => void;
}

/** Describes a visitor. */
export function consentStateOf({
  consent,
  anonymousId,
  gpc,
  region,
  model,
  expiresAt,
}: Visitor): ConsentState {
  const isUnknown = consent.status === 'unknown';
  return {
    status: isUnknown ? 'unknown' : anonymousId ? 'granted' : 'refused',
    categories: isUnknown ? {} : consent.categoryPreferences,
    gpc: gpc ? 'honoured' : 'absent',
    jurisdiction: region,
    model,
    policyVersion: isUnknown ? undefined : consent.policyVersion,
    expiresAt,
    open: getStorefront().openConsent,
  };
}

/** Calls back with the state at each change of the visitor's choice. Returns how to stop. */
export function onConsentChange(
  callback: (state: ConsentState) => void,
): () => void {
  const storefront = getStorefront();
  return storefront.onVisitorChange(() => {
    callback(consentStateOf(storefront.visitor()));
  });
}
