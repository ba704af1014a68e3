import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { anything, email, id, list, text, time } from '../shapes/kinds.ts';
import { orderFields } from '../shapes/order.ts';
import { anyProduct, exampleProduct } from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/track/';

const shipment = z.strictObject({
  shipment_id: id("Shopify's numeric fulfillment id."),
  order_id: orderFields.order_id,
  order_number: orderFields.order_number.optional(),
  email: email("The customer's, where they agreed.").optional(),
  carrier: text('Who brings it.').optional(),
  tracking_number: text("The carrier's number.").optional(),
  tracking_url: text("The carrier's page.").optional(),
  status: text("Shopify's shipment status.").optional(),
  estimated_delivery_at: time('When it is expected.').optional(),
  products: list(anyProduct, 'What is in it.').optional(),
  shipment: anything(
    'The shipment, in the parts another tool gives.',
  ).optional(),
});

const example = {
  shipment_id: '255858046',
  order_id: '820982911946154508',
  order_number: '#1001',
  carrier: 'Swiss Post',
  products: [exampleProduct],
};

export const shipmentShipped = defineEvent({
  name: 'Shipment Shipped',
  source: 'back-end',
  description: 'A parcel is on its way.',
  usedBy: 'Service; the message that it is on its way.',
  spec: SPEC,
  aliases: ['Fulfillment Created'],
  resource: 'shipment_id',
  properties: shipment,
  example: { ...example, status: 'in_transit' },
});

export const shipmentDelivered = defineEvent({
  name: 'Shipment Delivered',
  source: 'back-end',
  description: 'A parcel has arrived.',
  usedBy: 'Service; asking for a review.',
  spec: SPEC,
  resource: 'shipment_id',
  properties: shipment,
  example: { ...example, status: 'delivered' },
});
