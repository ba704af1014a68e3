import type {
  CategoryPreferences,
  ConsentSnapshot,
} from '@storefront-events/plan/wire';

/** What the visitor has decided. Silence is `unknown`, never a yes. */
export type Consent =
  | { readonly status: 'unknown' }
  | ({ readonly status: 'decided' } & ConsentSnapshot);

export const UNKNOWN: Consent = { status: 'unknown' };

/** True when both say the same to every category under the same policy. */
export function sameChoice(a: Consent, b: Consent): boolean {
  if (a.status === 'unknown' || b.status === 'unknown')
    return a.status === b.status;
  return (
    a.policyVersion === b.policyVersion &&
    a.gpc === b.gpc &&
    sameAnswers(a.categoryPreferences, b.categoryPreferences)
  );
}

function sameAnswers(a: CategoryPreferences, b: CategoryPreferences): boolean {
  const categories = Object.keys(a);
  return (
    categories.length === Object.keys(b).length &&
    categories.every((category) => a[category] === b[category])
  );
}
