/** An Order Completed of about 900 bytes, as the mapping makes it. */
export function message(index: number) {
  return {
    anonymousId: `shopify-order-${String(index)}`,
    event: 'Order Completed',
    timestamp: new Date('2026-11-21T10:00:00Z'),
    context: {
      consent: { categoryPreferences: { analytics: true, marketing: false } },
    },
    properties: {
      order_id: String(index),
      checkout_id: `checkout-${String(index)}`,
      currency: 'EUR',
      revenue: 20,
      total: 28.65,
      tax: 3.75,
      shipping: 4.9,
      discount: 5,
      coupon: 'SPRING',
      products: [1, 2, 3].map((position) => ({
        product_id: `50${String(position)}`,
        variant_id: `60${String(position)}`,
        sku: 'TEA-SEN-100',
        name: 'Sencha',
        variant: '100 g',
        brand: 'Kettle & Leaf',
        price: 12.5,
        quantity: 2,
        position,
      })),
    },
  };
}
