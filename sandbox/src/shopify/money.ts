import { exponentOf, type Minor } from '@storefront-events/plan/money';
import { SHOP } from './shop.ts';

export type { Minor };

/** What buyers pay in. */
export const CURRENCIES = ['EUR', 'USD', 'JPY'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** What a euro cent is in minor units of a currency, as a fraction. The rates never change, so that tests can know them. */
const RATES: Readonly<Record<Currency, readonly [number, number]>> = {
  EUR: [1, 1],
  USD: [108, 100],
  // 163 yen a euro; a yen has no smaller unit.
  JPY: [163, 100],
};

/** An amount of the shop's currency in another, rounded half up to its minor unit. */
export function convert(amount: Minor, to: Currency): Minor {
  const [numerator, denominator] = RATES[to];
  return divide(amount * numerator, denominator);
}

/** A quotient of whole numbers, not negative, rounded half up. */
export function divide(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor));
}

/** An amount as webhooks write it, with the decimals that the currency has: "12.50", in yen "2038". */
export function amountText(amount: Minor, currency: Currency): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return String(amount);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export interface Money {
  readonly amount: string;
  readonly currencyCode: Currency;
}

/**
 * An amount as the Storefront API writes it, with one decimal where the second is 0, and always one: "12.5", in yen
 * "2038.0". Shopify's own shopify-buy relies on it.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/MoneyV2
 */
export function money(amount: Minor, currency: Currency): Money {
  const text = amountText(amount, currency);
  return {
    amount: text.includes('.') ? text.replace(/0$/, '') : `${text}.0`,
    currencyCode: currency,
  };
}

/** An amount of the shop's currency, as a buyer who pays in another sees it. */
export function priceIn(amount: Minor, currency: Currency): Money {
  return money(convert(amount, currency), currency);
}

/** An amount as people write it. */
export function formatted(amount: Minor, currency: Currency): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(
    amount / 10 ** exponentOf(currency),
  );
}

/**
 * Shares an amount out by weight. The parts are whole and make the amount: what rounding leaves goes to the largest
 * remainders, the first first.
 */
export function shareOut(amount: Minor, weights: readonly number[]): Minor[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return weights.map(() => 0);
  const shares = weights.map((weight, index) => ({
    index,
    part: Math.floor((amount * weight) / all),
    remainder: (amount * weight) % all,
  }));
  const given = shares.reduce((sum, { part }) => sum + part, 0);
  const favoured = new Set(
    [...shares]
      .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, amount - given)
      .map(({ index }) => index),
  );
  return shares.map(({ index, part }) => part + (favoured.has(index) ? 1 : 0));
}

/** The sum of amounts. */
export function total(amounts: readonly Minor[]): Minor {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

export const SHOP_CURRENCY: Currency = SHOP.currency;
