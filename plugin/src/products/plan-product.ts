import type { PropertiesOf } from '@storefront-events/plan';
import { toDecimal, type Minor } from '@storefront-events/plan/money';
import { numericId } from './numeric-id.ts';
import { address, at, list, text } from './read.ts';

/** A product as the tracking plan has it, in a list or an event of its own. */
export type PlanProduct = PropertiesOf<'Cart Viewed'>['products'][number];

/** One variant of a product, as events about a single product require it. */
export type PlanVariant = PlanProduct & {
  readonly variant_id: string;
  readonly sku: string;
  readonly price: number;
};

/** A product and the currency of its price, which the plan keeps on the event. */
export interface Priced<Product = PlanProduct> {
  readonly product: Product;
  readonly currency: string;
}

export interface ProductOptions {
  /** Where the site shows the product with this handle, as an absolute address. */
  readonly urlOf?: ((handle: string) => string) | undefined;
}

/** What clients agree on nowhere: where ids, pictures and prices are found. */
export interface ProductParts {
  readonly productId: unknown;
  readonly product: unknown;
  readonly variantId?: unknown;
  readonly variant?: unknown;
  readonly image: unknown;
  readonly price: Minor | undefined;
  readonly currency: string | undefined;
}

/** What a product without options has for a title at Shopify. Orders leave it out, and so do we. */
const NO_OPTIONS = 'Default Title';

/**
 * The plan's product. What is missing is left out rather than guessed; an id that is not Shopify's numeric one would
 * never meet the one of an order.
 */
export function planProduct(
  parts: ProductParts,
  { urlOf }: ProductOptions = {},
): Partial<PlanProduct> {
  const { product, variant, price, currency } = parts;
  const variantId = numericId(parts.variantId, 'ProductVariant');
  const handle = text(at(product, 'handle'));
  const title = text(at(variant, 'title'));
  const options = (list(at(variant, 'selectedOptions')) ?? [])
    .map((option) => text(at(option, 'value')))
    .filter(
      (value): value is string => value !== undefined && value !== NO_OPTIONS,
    );
  return defined({
    product_id: numericId(parts.productId, 'Product'),
    variant_id: variantId,
    sku: text(at(variant, 'sku')) ?? variantId,
    name: text(at(product, 'title')),
    variant: title === NO_OPTIONS ? undefined : title,
    brand: text(at(product, 'vendor')),
    category: text(at(product, 'productType')),
    price: price === undefined ? undefined : toDecimal(price, currency),
    url:
      handle && urlOf
        ? address(urlOf(handle))
        : address(at(product, 'onlineStoreUrl')),
    image_url: address(parts.image),
    option_values: options.length > 0 ? options : undefined,
    slug: handle,
  });
}

type Defined<Value> = {
  [Key in keyof Value]?: Exclude<Value[Key], undefined>;
};

/** The same without what is undefined. */
export function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Defined<Value>;
}
