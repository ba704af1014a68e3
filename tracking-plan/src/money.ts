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
const AMOUNT = /^(-?)(\d{1,12})(?:\.(\d{1,20}))?$/;

/** Reads an amount as Shopify writes it, "12.50"; undefined if it is not one. Half a minor unit is rounded up. */
export function toMinor(
  amount: unknown,
  currency: string | undefined,
): Minor | undefined {
  const text = typeof amount === 'number' ? String(amount) : amount;
  const match = typeof text === 'string' ? AMOUNT.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = '0', decimals = ''] = match;
  const exponent = exponentOf(currency);
  const digits = decimals.padEnd(exponent + 1, '0');
  const minor =
    Number(whole + digits.slice(0, exponent)) +
    (digits.charCodeAt(exponent) >= 0x35 ? 1 : 0);
  return sign === '-' && minor !== 0 ? -minor : minor;
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
