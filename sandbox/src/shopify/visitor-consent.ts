import type { VisitorConsent } from '@shopify/hydrogen-react/storefront-api-types';

/** The parameter of the checkout's address that carries it. */
export const CONSENT_PARAMETER = '_cs';

const PURPOSES = [
  ['a', 'analytics'],
  ['m', 'marketing'],
  ['p', 'preferences'],
  ['s', 'saleOfData'],
] as const satisfies readonly (readonly [string, keyof VisitorConsent])[];

/**
 * Writes what a visitor has answered, for the checkout's address: `a1m0` accepts analytics, declines marketing and says
 * nothing of the rest. That Shopify puts it into `_cs` is documented; how it writes it there is not.
 *
 * @see https://shopify.dev/changelog/incontext-directive-supports-visitor-consent-for-privacy-compliant-checkouts
 */
export function encodeVisitorConsent(consent: VisitorConsent): string {
  return PURPOSES.map(([letter, purpose]) => {
    const answer = consent[purpose] ?? undefined;
    return answer === undefined ? '' : `${letter}${answer ? '1' : '0'}`;
  }).join('');
}

/** Reads what `encodeVisitorConsent` wrote; undefined if there is nothing to read. */
export function decodeVisitorConsent(
  text: string | undefined,
): VisitorConsent | undefined {
  if (text === undefined || !/^(?:[amps][01]){1,4}$/.test(text))
    return undefined;
  return Object.fromEntries(
    PURPOSES.flatMap(([letter, purpose]) => {
      const at = text.indexOf(letter);
      return at === -1 ? [] : [[purpose, text[at + 1] === '1']];
    }),
  );
}
