import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { Consent } from './consent.ts';

/** True when both say the same to every category under the same policy. */
export function sameChoice(a: Consent, b: Consent): boolean {
  if (a.status === 'unknown')
    return b.status === 'unknown' && a.lapsed === b.lapsed;
  if (b.status === 'unknown') return false;
  return (
    a.status === b.status &&
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
