import type { SegmentMessage } from '../message.ts';

/** Segment refuses a message of more than 32 KB. A little less, because it adds fields of its own. */
export const MAX_MESSAGE_BYTES = 32_000;

/**
 * Makes a message fit by leaving out its last products, and says how many in `products_omitted`. Everything else is
 * bounded already: texts are cut when they are read.
 */
export function fitMessage(message: SegmentMessage): SegmentMessage {
  if (byteLength(message) <= MAX_MESSAGE_BYTES) return message;
  const { products } = message.properties;
  const keeping = (count: number): SegmentMessage => ({
    ...message,
    properties: {
      ...message.properties,
      products: products.slice(0, count),
      products_omitted: products.length - count,
    },
  });
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
