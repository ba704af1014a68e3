import type { Payload } from '../sample.ts';
import { largeId } from './ids.ts';
import type { Order } from './order.ts';
import { allocationsOf } from './payload-discounts.ts';
import type { Sets } from './payload-money.ts';
import { taxLines } from './payload-taxes.ts';

/** The order's `line_items`. */
export function linesOf(
  order: Order,
  sample: Payload,
  { both }: Sets,
): Payload[] {
  const [template] = sample['line_items'] as [Payload];
  return order.cart.lines.map(
    ({ product, variant, quantity, attributes }, place) => {
      const id = largeId();
      const price = both(({ cart }) => cart.lines[place]?.unit ?? 0);
      const nothing = both(() => 0);
      const title = product.variants.length > 1 ? variant.title : null;
      return {
        ...structuredClone(template),
        id,
        admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
        attributed_staffs: [],
        product_id: product.id,
        variant_id: variant.id,
        title: product.title,
        name: title === null ? product.title : `${product.title} - ${title}`,
        variant_title: title,
        vendor: product.vendor,
        sku: variant.sku,
        grams: variant.grams,
        quantity,
        current_quantity: quantity,
        fulfillable_quantity: quantity,
        properties: attributes.map(({ key, value }) => ({ name: key, value })),
        taxable: order.country.hasTax,
        price: price.shop_money.amount,
        price_set: price,
        // What was off before discounts had allocations; Shopify leaves it at nothing for codes.
        total_discount: nothing.shop_money.amount,
        total_discount_set: nothing,
        discount_allocations: allocationsOf(order, place),
        tax_lines: taxLines(order, ({ lines }) => lines[place]?.tax),
      };
    },
  );
}
