import { z } from 'zod';
import { amount } from './money.ts';
import { productShape } from './product.ts';

/**
 * A line of an order or checkout. Looser than a product on its own page: a merchant can sell a custom line that has
 * no product, no SKU and, in a damaged payload, no price, and the order must still arrive.
 *
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed
 */
export const orderProduct = z.object({
  ...productShape,
  product_id: productShape.product_id.optional(),
  sku: productShape.sku.optional(),
  price: productShape.price.optional(),
  quantity: productShape.quantity.optional(),
  line_item_id: z
    .string()
    .describe("Shopify's numeric line item id, as text.")
    .optional(),
  discount: amount('Discount on the whole line.').optional(),
});
