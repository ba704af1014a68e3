import type { SegmentMessage } from '../message.ts';

/** Segment refuses a message of more than 32 KB. A little less, because it adds fields of its own. */
export const MAX_MESSAGE_BYTES = 32_000;

/**
 * A message as JSON that fits, by leaving out its last products; it says how many in `products_omitted`. The rule is in
 * docs/orders.md. Everything else that the service writes is bounded where it is read.
 */
export function fitted(message: SegmentMessage): string {
  const text = JSON.stringify(message);
  if (fits(text) || message.type !== 'track') return text;
  const { properties } = message;
  if (!('products' in properties) || !Array.isArray(properties.products))
    return text;
  const { products } = properties;
  const keeping = (count: number) =>
    JSON.stringify({
      ...message,
      properties: {
        ...properties,
        products: products.slice(0, count),
        products_omitted: products.length - count,
      },
    });
  let few = 0;
  let tooMany = products.length;
  while (tooMany - few > 1) {
    const middle = Math.floor((few + tooMany) / 2);
    if (fits(keeping(middle))) few = middle;
    else tooMany = middle;
  }
  return keeping(few);
}

export function fits(text: string): boolean {
  // A character is three bytes at most.
  return (
    text.length * 3 <= MAX_MESSAGE_BYTES ||
    Buffer.byteLength(text) <= MAX_MESSAGE_BYTES
  );
}
