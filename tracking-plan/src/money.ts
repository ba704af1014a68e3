/**
 * Money in integer minor units: cents for EUR, yen for JPY, fils for KWD. Floating-point sums of decimal prices are
 * off by a cent sooner or later; integers are not.
 */
export type Minor = number;

/**
 * The currencies whose minor unit is not a hundredth, as ISO 4217 has it. `Intl` is no help: it follows how people
 * write prices, which has no decimals for the forint or the rupiah.
 */
const EXPONENTS = new Map<string, number>([
  ...entries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    0,
  ),
  ...entries('BHD IQD JOD KWD LYD OMR TND', 3),
  ...entries('CLF UYW', 4),
]);

function entries(codes: string, exponent: number): [string, number][] {
  return codes.split(' ').map((code) => [code, exponent]);
}

/** How many decimals a currency has: JPY 0, EUR 2, KWD 3. Two for an unknown currency. */
export function exponentOf(currency: string | undefined): number {
  return EXPONENTS.get(currency ?? '') ?? 2;
}

// 12 digits before the point keep every amount within what a number holds exactly.
const AMOUNT = /^-?\d{1,12}(?:\.\d{1,20})?$/;

const POINT = 0x2e;
const ZERO = 0x30;

/** Reads an amount as Shopify writes it, "12.50"; undefined if it is not one. Half a minor unit is rounded up. */
export function toMinor(
  amount: unknown,
  currency: string | undefined,
): Minor | undefined {
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string' || !AMOUNT.test(text)) return undefined;
  const isNegative = text.startsWith('-');
  // Digit by digit: it runs some fifty times for an order of ten lines, and taking texts apart is slow.
  let at = isNegative ? 1 : 0;
  let minor = 0;
  for (; at < text.length && text.charCodeAt(at) !== POINT; at += 1)
    minor = minor * 10 + text.charCodeAt(at) - ZERO;
  const end = at + 1 + exponentOf(currency);
  for (at += 1; at < end; at += 1)
    minor = minor * 10 + (at < text.length ? text.charCodeAt(at) - ZERO : 0);
  if (end < text.length && text.charCodeAt(end) - ZERO >= 5) minor += 1;
  return isNegative && minor !== 0 ? -minor : minor;
}

/** Writes minor units as the decimal number that Segment's spec asks for. */
export function toDecimal(minor: Minor, currency: string | undefined): number {
  return minor / 10 ** exponentOf(currency);
}

/** The sum, or undefined if any part is unknown. */
export function sum(parts: readonly (Minor | undefined)[]): Minor | undefined {
  let total = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    total += part;
  }
  return total;
}
