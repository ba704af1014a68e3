import type { ProductFilter } from '@shopify/hydrogen-react/storefront-api-types';
import { toMinor } from '@storefront-events/plan/money';
import { isForSale, type Product, type Variant } from '../catalogue/product.ts';
import { convert, type Currency } from '../money.ts';
import { notImplemented } from '../not-implemented.ts';

/** What one filter asks of a product. */
type Test = (product: Product) => boolean;

interface Criterion {
  /** Filters of one kind widen each other; filters of different kinds narrow. */
  readonly kind: string;
  readonly test: Test;
}

/**
 * The products that pass the filters. Filters of the same kind are joined by OR, kinds by AND, as Shopify does.
 *
 * @see https://shopify.dev/docs/storefronts/headless/building-with-the-storefront-api/products-collections/filter-products
 */
export function filtered(
  products: readonly Product[],
  filters: readonly ProductFilter[],
  currency: Currency,
): Product[] {
  const kinds = Map.groupBy(
    filters.flatMap((filter) => criteria(filter, currency)),
    ({ kind }) => kind,
  );
  return products.filter((product) =>
    [...kinds.values()].every((some) => some.some(({ test }) => test(product))),
  );
}

/** The kinds of things that a filter asks for. */
export function kindsOf(filter: ProductFilter, currency: Currency): string[] {
  return criteria(filter, currency).map(({ kind }) => kind);
}

const anyVariant =
  (test: (variant: Variant) => boolean): Test =>
  ({ variants }) =>
    variants.some(test);

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function criteria(filter: ProductFilter, currency: Currency): Criterion[] {
  const { available, price, productType, productVendor, tag, variantOption } =
    filter;
  const found: Criterion[] = [];
  const add = (kind: string, test: Test) => found.push({ kind, test });
  if (available != null)
    add('available', ({ variants }) => variants.some(isForSale) === available);
  if (price) {
    const { min, max } = price;
    add('price', anyVariant(isWithin(min, max, currency)));
  }
  if (productType != null)
    add('productType', (product) => isSame(product.productType, productType));
  if (productVendor != null)
    add('productVendor', ({ vendor }) => isSame(vendor, productVendor));
  if (tag != null)
    add('tag', ({ tags }) => tags.some((each) => isSame(each, tag)));
  if (variantOption)
    add(
      `variantOption ${variantOption.name.toLowerCase()}`,
      anyVariant(({ selectedOptions }) =>
        selectedOptions.some(
          ({ name, value }) =>
            isSame(name, variantOption.name) &&
            isSame(value, variantOption.value),
        ),
      ),
    );
  const other = Object.keys(filter).find((name) => !KNOWN.has(name));
  if (other !== undefined) throw notImplemented(`ProductFilter.${other}`);
  return found;
}

const KNOWN = new Set([
  'available',
  'price',
  'productType',
  'productVendor',
  'tag',
  'variantOption',
]);

/** The bounds are decimal, in the currency that the buyer sees. */
function isWithin(
  min: number | null | undefined,
  max: number | null | undefined,
  currency: Currency,
): (variant: Variant) => boolean {
  const from = toMinor(min ?? 0, currency) ?? 0;
  const to = toMinor(max ?? undefined, currency) ?? Infinity;
  return ({ price }) => {
    const shown = convert(price, currency);
    return shown >= from && shown <= to;
  };
}
