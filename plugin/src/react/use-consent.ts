import { consentStateOf, type ConsentState } from '../consent/consent-state.ts';
import { useVisitor } from './use-visitor.ts';

/** What the visitor has decided, for a page to show. On the server, and until React has taken over, everything is closed. */
export function useConsent(): ConsentState {
  return consentStateOf(useVisitor());
}
