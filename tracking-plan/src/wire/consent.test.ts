import fc from 'fast-check';
import {
  decodeConsent,
  encodeConsent,
  isGranted,
  MAX_CONSENT_LENGTH,
  type ConsentSnapshot,
} from './consent.ts';

const consent: ConsentSnapshot = {
  categoryPreferences: { analytics: true, marketing: false },
  gpc: false,
  policyVersion: '2026-01',
  decidedAt: '2026-11-21T10:00:00.000Z',
};

const wire = (changes: Record<string, unknown>) =>
  JSON.stringify({
    ...(JSON.parse(encodeConsent(consent)) as object),
    ...changes,
  });

describe('a consent snapshot', () => {
  it('comes back as it was written', () => {
    expect(decodeConsent(encodeConsent(consent))).toEqual({
      status: 'decided',
      consent,
    });
  });

  it.each([undefined, null, ''])(
    'is absent where there is none: %p',
    (text) => {
      expect(decodeConsent(text)).toEqual({ status: 'absent' });
    },
  );

  it.each([
    ['a number', 7, 'not text'],
    ['more than its bound', 'x'.repeat(MAX_CONSENT_LENGTH + 1), 'too long'],
    ['no JSON', '{', 'not JSON'],
    ['null', 'null', 'not a consent snapshot of version 1'],
    ['a list', '[]', 'not a consent snapshot of version 1'],
    ['another version', wire({ v: 2 }), 'not a consent snapshot of version 1'],
    ['no categories', wire({ categories: {} }), 'categories'],
    [
      'an answer that is no boolean',
      wire({ categories: { analytics: 'yes' } }),
      'categories',
    ],
    [
      'a category with a digit in front',
      wire({ categories: { '1st': true } }),
      'categories',
    ],
    [
      'a prototype',
      '{"v":1,"categories":{"__proto__":true},"gpc":false,"policy":"1","at":"2026-11-21T10:00:00Z"}',
      'categories',
    ],
    [
      'too many categories',
      wire({
        categories: Object.fromEntries(
          Array.from({ length: 51 }, (_, i) => [`c${String(i)}`, true]),
        ),
      }),
      'categories',
    ],
    ['gpc as text', wire({ gpc: 'false' }), 'gpc'],
    [
      'a policy version without end',
      wire({ policy: 'p'.repeat(65) }),
      'policyVersion',
    ],
    ['a time that is none', wire({ at: 'yesterday' }), 'decidedAt'],
    [
      'a time that does not exist',
      wire({ at: '2026-13-41T10:00:00Z' }),
      'decidedAt',
    ],
  ])('is unreadable with %s', (_, text, reason) => {
    expect(decodeConsent(text)).toEqual({ status: 'unreadable', reason });
  });

  it('is read without throwing, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (text) => {
        expect(decodeConsent(text).status).not.toBe('decided');
      }),
    );
  });
});

describe('"granted"', () => {
  it.each([
    [
      'every required category has a yes',
      { a: true, b: true, c: false },
      ['a', 'b'],
      true,
    ],
    ['one of them has a no', { a: true, b: false }, ['a', 'b'], false],
    ['one of them was not answered', { a: true }, ['a', 'b'], false],
    ['nothing is required', { a: true }, [], false],
    ['the category is a name of the language', {}, ['constructor'], false],
  ])('where %s: %j, %j', (_, preferences, required, granted) => {
    expect(isGranted(preferences, required)).toBe(granted);
  });
});
