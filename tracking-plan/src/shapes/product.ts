import { z } from 'zod';
import { amount } from './money.ts';

const id = (description: string) => z.string().min(1).describe(description);

/**
 * A product as Segment's e-commerce spec describes it. Ids are Shopify's numeric ids as text, the same on both
 * sources, so that a product viewed in the browser and one sold on the server are one product.
 *
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#product-viewed
 */
export const productShape = {
  product_id: id("Shopify's numeric product id, as text."),
  variant_id: id("Shopify's numeric variant id, as text.").optional(),
  sku: id(
    'Stock keeping unit; the variant id where the merchant has given none.',
  ),
  name: z.string().describe('Title of the product.').optional(),
  variant: z
    .string()
    .describe('Title of the variant, such as "Blue / M".')
    .optional(),
  brand: z.string().describe("The product's vendor.").optional(),
  category: z.string().describe('Product type.').optional(),
  price: amount('List price of one unit.'),
  quantity: z.number().int().describe('How many units.'),
  coupon: z.string().describe('Discount code that applies to it.').optional(),
  position: z.number().int().describe('Place in the list, from 1.').optional(),
  url: z.string().describe('Address of the product page.').optional(),
  image_url: z.string().describe('Address of the main image.').optional(),
};
