import type { Currency } from './money.ts';
import { SHOP } from './shop.ts';

/** A country the shop sends to. */
export interface Country {
  readonly code: CountryCode;
  readonly name: string;
  readonly currency: Currency;
  /** Prices contain value added tax where the shop owes it; elsewhere it charges none. */
  readonly hasTax: boolean;
  readonly unitSystem: 'METRIC_SYSTEM' | 'IMPERIAL_SYSTEM';
}

type CountryCode = 'DE' | 'AT' | 'FR' | 'NL' | 'US' | 'JP';

const europe = (code: CountryCode, name: string): Country => ({
  code,
  name,
  currency: 'EUR',
  hasTax: true,
  unitSystem: 'METRIC_SYSTEM',
});

export const COUNTRIES: readonly Country[] = [
  europe('DE', 'Germany'),
  europe('AT', 'Austria'),
  europe('FR', 'France'),
  europe('NL', 'Netherlands'),
  {
    code: 'US',
    name: 'United States',
    currency: 'USD',
    hasTax: false,
    unitSystem: 'IMPERIAL_SYSTEM',
  },
  {
    code: 'JP',
    name: 'Japan',
    currency: 'JPY',
    hasTax: false,
    unitSystem: 'METRIC_SYSTEM',
  },
];

export const HOME_COUNTRY: Country = europe(SHOP.country, 'Germany');

/** The country with this code; the shop's own for one it does not send to, as Shopify falls back to the primary market. */
export function countryOf(code: string | null | undefined): Country {
  return COUNTRIES.find((country) => country.code === code) ?? HOME_COUNTRY;
}

export const CURRENCY_NAMES: Readonly<
  Record<Currency, { readonly name: string; readonly symbol: string }>
> = {
  EUR: { name: 'Euro', symbol: '€' },
  USD: { name: 'United States Dollar', symbol: '$' },
  JPY: { name: 'Japanese Yen', symbol: '¥' },
};
