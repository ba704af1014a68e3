import type { SegmentMessage } from '../message.ts';

/** A message that is about order `id`. */
export function makeMessage(id: string): SegmentMessage {
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `shopify-${id}`,
    timestamp: '2026-11-21T10:00:00.000Z',
    anonymousId: `shopify-order-${id}`,
    properties: { order_id: id, products: [] },
    context: {
      consent: { categoryPreferences: { analytics: true } },
      library: { name: 'test', version: '0' },
    },
  };
}
