import type { Context } from '../context.ts';
import {
  COUNTRIES,
  CURRENCY_NAMES,
  HOME_COUNTRY,
  type Country,
} from '../markets.ts';
import { CURRENCIES } from '../money.ts';
import { SHOP } from '../shop.ts';
import { noMetafields } from './metafield.ts';

const ENGLISH = { isoCode: 'EN', name: 'English', endonymName: 'English' };

const gid = `gid://shopify/Shop/${SHOP.id}`;

/** @see https://shopify.dev/docs/api/storefront/latest/objects/Shop */
const Shop = {
  ...noMetafields,
  id: () => gid,
  name: () => SHOP.name,
  description: () => SHOP.description,
  moneyFormat: () => '€{{amount}}',
  primaryDomain: (_: unknown, __: object, { siteUrl }: Context) => ({
    host: new URL(siteUrl).host,
    sslEnabled: siteUrl.startsWith('https:'),
    url: siteUrl,
  }),
  brand: () => ({
    slogan: SHOP.slogan,
    shortDescription: SHOP.description,
    logo: null,
    squareLogo: null,
    coverImage: null,
  }),
  paymentSettings: () => ({}),
  shipsToCountries: () => COUNTRIES.map(({ code }) => code),
  customerAccountUrl: () => null,
  privacyPolicy: () => null,
  refundPolicy: () => null,
  shippingPolicy: () => null,
  termsOfService: () => null,
};

/** @see https://shopify.dev/docs/api/storefront/latest/objects/PaymentSettings */
const PaymentSettings = {
  acceptedCardBrands: () => [],
  cardVaultUrl: (_: unknown, __: object, { origin }: Context) => origin,
  countryCode: () => SHOP.country,
  currencyCode: () => SHOP.currency,
  enabledPresentmentCurrencies: () => CURRENCIES,
  shopifyPaymentsAccountId: () => null,
  supportedDigitalWallets: () => [],
};

/** @see https://shopify.dev/docs/api/storefront/latest/objects/Localization */
const Localization = {
  availableCountries: () => COUNTRIES.map(shownCountry),
  availableLanguages: () => [ENGLISH],
  country: (_: unknown, __: object, { country }: Context) =>
    shownCountry(country),
  language: () => ENGLISH,
  market: (_: unknown, __: object, { country }: Context) => marketOf(country),
};

export const shopResolvers = { Shop, PaymentSettings, Localization };

function shownCountry(country: Country) {
  const { code, name, currency, unitSystem } = country;
  return {
    isoCode: code,
    name,
    currency: { isoCode: currency, ...CURRENCY_NAMES[currency] },
    unitSystem,
    availableLanguages: [ENGLISH],
    defaultLanguage: ENGLISH,
    market: marketOf(country),
  };
}

/** The shop has one market for Europe, and one for each country elsewhere. */
function marketOf({ code, currency }: Country) {
  const handle =
    currency === HOME_COUNTRY.currency ? 'europe' : code.toLowerCase();
  return { id: `gid://shopify/Market/${handle}`, handle };
}
