import {
  ProductProvider,
  ShopifyProvider,
  useProduct,
} from '@shopify/hydrogen-react';
import { basePlan, type Plan } from '@storefront-events/plan';
import { validateProperties } from '@storefront-events/plan/validate';
import fc from 'fast-check';
import { mount } from '../cart/testing/mount.tsx';
import { buyProduct } from './buy-product.ts';
import { gatsbyProduct } from './gatsby-product.ts';
import { hydrogenProduct } from './hydrogen-product.ts';
import { numericId } from './numeric-id.ts';
import type { PlanVariant, Priced } from './plan-product.ts';
import {
  storefrontProduct,
  type StorefrontVariant,
} from './storefront-product.ts';
import * as fixtures from './testing/fixtures.ts';

const { storefront, storefrontVariant, buy, gatsby, gatsbyVariant } =
  fixtures.deepFrozen(fixtures);
const [buyVariant] = buy.variants;
if (!buyVariant) throw new Error('The fixture has a variant.');

const urlOf = (handle: string) => `https://shop.example/products/${handle}/`;
const plan: Plan = basePlan;

const sencha = {
  product_id: '7982301',
  variant_id: '43982301',
  sku: 'TEA-SEN-100',
  name: 'Sencha',
  variant: '100 g',
  brand: 'Kettle & Leaf',
  category: 'Green tea',
  price: 12.5,
  url: 'https://shop.example/products/sencha/',
  image_url: 'https://cdn.shopify.com/sencha-100.jpg',
  option_values: ['100 g'],
  slug: 'sencha',
};

async function ofHydrogen() {
  // Its types know currencies as an enumeration.
  const data = {
    ...storefront,
    variants: { nodes: [storefrontVariant] },
  } as object;
  let formatted: Priced<PlanVariant> | undefined;
  function Shown() {
    formatted = hydrogenProduct(useProduct(), { urlOf });
    return null;
  }
  const page = await mount(
    <ShopifyProvider
      storeDomain="https://shop.example"
      storefrontToken="public"
      storefrontApiVersion="2026-04"
      countryIsoCode="DE"
      languageIsoCode="DE"
    >
      <ProductProvider data={data} initialVariantId={storefrontVariant.id}>
        <Shown />
      </ProductProvider>
    </ShopifyProvider>,
  );
  page.unmount();
  return formatted;
}

describe('a variant', () => {
  it.each([
    [
      'the Storefront API',
      () => storefrontProduct(storefront, storefrontVariant, { urlOf }),
    ],
    ['hydrogen-react', ofHydrogen],
    ['shopify-buy', () => buyProduct(buy, buyVariant, { urlOf })],
    [
      'gatsby-source-shopify',
      () => gatsbyProduct(gatsby, gatsbyVariant, { urlOf }),
    ],
  ])('of %s is the same product of the plan', async (_, format) => {
    const { product, currency } = (await format()) ?? {};
    expect({ product, currency }).toEqual({ product: sencha, currency: 'EUR' });
    const viewed = { ...product, quantity: 1, currency };
    expect(validateProperties('Product Viewed', viewed, plan)).toEqual([]);
  });
});

describe('a product without a chosen variant', () => {
  it.each([
    ['the Storefront API', () => storefrontProduct(storefront)],
    ['shopify-buy', () => buyProduct(buy)],
    ['gatsby-source-shopify', () => gatsbyProduct(gatsby)],
  ])('of %s has no variant, and the price it is had from', (_, format) => {
    const { product, currency } = format();
    expect(product).toMatchObject({ product_id: '7982301', price: 12.5 });
    expect(product).not.toHaveProperty('variant_id');
    expect(product).not.toHaveProperty('sku');
    const list = { list_id: 'tea', products: [{ ...product, position: 1 }] };
    expect(validateProperties('Product List Viewed', list, plan)).toEqual([]);
    expect(currency).toBe('EUR');
  });
});

describe('what Shopify does not know', () => {
  it('is left out', () => {
    const bare = { id: storefront.id, title: 'Mug' };
    expect(storefrontProduct(fixtures.deepFrozen(bare))).toEqual({
      product: { product_id: '7982301', name: 'Mug' },
      currency: undefined,
    });
  });

  it('has no sku but its variant id, and no variant where there is but one', () => {
    const only: StorefrontVariant = {
      ...storefrontVariant,
      sku: null,
      title: 'Default Title',
      ...{ selectedOptions: [{ name: 'Title', value: 'Default Title' }] },
    };
    const { product } = storefrontProduct(storefront, only);
    expect(product.sku).toBe('43982301');
    expect(product).not.toHaveProperty('variant');
    expect(product).not.toHaveProperty('option_values');
  });

  it('is never invented, whatever a client gives', () => {
    type Format = (product: never, variant: never) => Priced;
    const formats: Format[] = [storefrontProduct, buyProduct, gatsbyProduct];
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (product, variant) => {
        for (const format of formats)
          for (const value of Object.values(
            format(product as never, variant as never).product,
          )) {
            expect(value).not.toBeNaN();
            expect(value).not.toBeUndefined();
          }
      }),
      { numRuns: 1000 },
    );
  });

  it('is a price that is no number', () => {
    const price = { amount: 'free', currencyCode: 'EUR' };
    expect(
      storefrontProduct(storefront, { ...storefrontVariant, price }).product,
    ).not.toHaveProperty('price');
  });
});

it('an id is the numeric one that webhooks carry, or none', () => {
  expect(numericId('gid://shopify/Product/123', 'Product')).toBe('123');
  expect(numericId('gid://shopify/Product/123?a=b', 'Product')).toBe('123');
  expect(numericId(btoa('gid://shopify/Product/123'), 'Product')).toBe('123');
  expect(numericId('9007199254740993', 'Product')).toBe('9007199254740993');
  expect(numericId(123, 'Product')).toBe('123');
  expect(numericId('gid://shopify/ProductVariant/123', 'Product')).toBe(
    undefined,
  );
  expect(numericId('4d1a4c2e-0000', 'Product')).toBe(undefined);
  expect(numericId(2 ** 60, 'Product')).toBe(undefined);
});
