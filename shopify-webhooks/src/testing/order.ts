import type { Json } from '../shopify/payload.ts';

/**
 * An order as Shopify sends it, reduced to what a mapping reads: written by us in the shape of `orders/create` of API
 * version 2026-07. 12.50 × 2 − 5.00 discount + 4.90 shipping + 3.75 tax = 28.65.
 */
export function makeOrder(changes: Json = {}): Json {
  const { id = 4501 } = changes as { id?: number | string };
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${String(id)}`,
    name: '#1001',
    test: false,
    currency: 'EUR',
    created_at: '2026-11-21T11:00:00+01:00',
    processed_at: '2026-11-21T11:00:01+01:00',
    source_name: 'web',
    cart_token: 'c1-abc',
    checkout_token: 'chk-1',
    taxes_included: false,
    subtotal_price: '20.00',
    total_price: '28.65',
    total_tax: '3.75',
    total_discounts: '5.00',
    total_tip_received: '0.00',
    original_total_duties_set: null,
    original_total_additional_fees_set: null,
    discount_codes: [{ code: 'SPRING', amount: '5.00', type: 'fixed_amount' }],
    tax_lines: [{ price: '3.75', rate: 0.15, title: 'VAT' }],
    shipping_lines: [
      { price: '4.90', discounted_price: '4.90', tax_lines: [] },
    ],
    note_attributes: [],
    customer: {
      id: 77,
      admin_graphql_api_id: 'gid://shopify/Customer/77',
      email: 'ada@example.com',
    },
    line_items: [
      {
        id: 9001,
        admin_graphql_api_id: 'gid://shopify/LineItem/9001',
        product_id: 501,
        variant_id: 601,
        sku: 'TEA-SEN-100',
        title: 'Sencha',
        variant_title: '100 g',
        vendor: 'Kettle & Leaf',
        price: '12.50',
        quantity: 2,
        discount_allocations: [{ amount: '5.00' }],
      },
    ],
    ...changes,
  };
}
