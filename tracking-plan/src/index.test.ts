import * as index from './index.ts';
import * as wire from './wire/index.ts';

it('exports what others build on', () => {
  expect(Object.keys(index).sort()).toEqual(['defineEvent', 'plan']);
  expect(Object.keys(wire).sort()).toEqual([
    'CART_ATTRIBUTE',
    'DEFAULT_REQUIRED_CATEGORIES',
    'MAX_ANONYMOUS_ID_LENGTH',
    'MAX_CONSENT_LENGTH',
    'decodeConsent',
    'encodeConsent',
    'isAnonymousId',
    'isGranted',
    'readCategories',
  ]);
});
