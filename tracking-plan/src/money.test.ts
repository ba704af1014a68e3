import fc from 'fast-check';
import { exponentOf, sum, toDecimal, toMinor } from './money.ts';

describe('an amount in minor units', () => {
  it.each([
    ['12.50', 'EUR', 1250],
    ['0.00', 'EUR', 0],
    ['-5.00', 'EUR', -500],
    ['1200', 'JPY', 1200],
    ['1200.0', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['9.995', 'EUR', 1000],
    ['1000.50', 'PKR', 100050],
    ['333.50', 'HUF', 33350],
    ['5000.25', 'ISK', 5000],
    ['9.994', 'EUR', 999],
    [12.5, 'EUR', 1250],
    ['7.1', undefined, 710],
    ['-0.001', 'EUR', 0],
  ])('of %p %s is %p', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  it.each([
    'abc',
    '',
    null,
    undefined,
    '1e309',
    '12,50',
    'NaN',
    NaN,
    Infinity,
    {},
    '1'.repeat(30),
    ' 1.00',
  ])('is unknown for %p', (amount) => {
    expect(toMinor(amount, 'EUR')).toBeUndefined();
  });

  it('comes back as the decimal it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e11, max: 1e11 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (minor, currency) => {
          const text = (minor / 10 ** exponentOf(currency)).toFixed(
            exponentOf(currency),
          );
          expect(toMinor(text, currency)).toBe(minor === 0 ? 0 : minor);
          expect(toDecimal(minor, currency)).toBe(Number(text));
        },
      ),
    );
  });
});

it('sums to unknown if a part is unknown', () => {
  expect(sum([1, 2, 3])).toBe(6);
  expect(sum([])).toBe(0);
  expect(sum([1, undefined])).toBeUndefined();
});
