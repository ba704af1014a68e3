import type { SegmentMessage } from '../message.ts';

/** Segment refuses a message of more than 32 KB. A little less, because it adds fields of its own. */
export const MAX_MESSAGE_BYTES = 32_000;

/**
 * Makes a message fit by leaving out its last products, and says how many in `products_omitted`. The rule is in
 * docs/orders.md. Everything else in a message is bounded where it is read.
 */
export function fitMessage(message: SegmentMessage): SegmentMessage {
  if (byteLength(message) <= MAX_MESSAGE_BYTES) return message;
  const { properties } = message;
  if (!('products' in properties) || !properties.products) return message;
  const { products } = properties;
  const keeping = (count: number) =>
    ({
      ...message,
      properties: {
        ...properties,
        products: products.slice(0, count),
        products_omitted: products.length - count,
      },
    }) as SegmentMessage;
  let fits = 0;
  let tooMany = products.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (byteLength(keeping(middle)) <= MAX_MESSAGE_BYTES) fits = middle;
    else tooMany = middle;
  }
  return keeping(fits);
}

function byteLength(message: SegmentMessage): number {
  return Buffer.byteLength(JSON.stringify(message));
}
