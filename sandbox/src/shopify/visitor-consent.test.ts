import * as fc from 'fast-check';
import {
  decodeVisitorConsent,
  encodeVisitorConsent,
} from './visitor-consent.ts';

it('reads what it wrote', () => {
  const answer = fc.option(fc.boolean(), { nil: undefined });
  fc.assert(
    fc.property(fc.tuple(answer, answer, answer, answer), (answers) => {
      const given = Object.fromEntries(
        ['analytics', 'marketing', 'preferences', 'saleOfData']
          .map((purpose, index) => [purpose, answers[index]] as const)
          .filter(([, value]) => value !== undefined),
      );
      const text = encodeVisitorConsent(given);
      expect(decodeVisitorConsent(text) ?? {}).toEqual(given);
    }),
  );
});

it('reads nothing from what it did not write', () => {
  for (const text of [undefined, '', 'x1', 'a2', 'a1<script>'])
    expect(decodeVisitorConsent(text)).toBeUndefined();
});
