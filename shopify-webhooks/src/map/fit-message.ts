import type { SegmentMessage } from '../message.ts';

/** Segment refuses a message of more than 32 KB. A little less, because it adds fields of its own. */
export const MAX_MESSAGE_BYTES = 32_000;

/** What texts are cut to in a message that is too large. */
const SHORT_TEXT = 255;

/** A message as JSON. */
export type Fitted =
  | {
      readonly status: 'fits';
      readonly body: string;
      /** What was done to it. */
      readonly flags: readonly string[];
    }
  | { readonly status: 'too large'; readonly reason: string };

/**
 * A message as JSON that fits. One that is too large has its long texts cut, and where that is not enough its last
 * products left out: it says how many in `products_omitted`. The rule is in docs/orders.md.
 */
export function fitted(message: SegmentMessage): Fitted {
  const whole = JSON.stringify(message);
  if (fits(whole)) return { status: 'fits', body: whole, flags: [] };
  const short = shortened(message);
  const body = JSON.stringify(short);
  const flags = [`texts cut: the message had ${bytes(whole)}`];
  if (fits(body)) return { status: 'fits', body, flags };
  const fewer = withFewerProducts(short);
  if (fewer !== undefined && fits(fewer.body))
    return {
      status: 'fits',
      body: fewer.body,
      flags: [
        ...flags,
        `products left out: ${String(fewer.omitted)}, to fit into 32 KB`,
      ],
    };
  return {
    status: 'too large',
    reason: `too large: ${bytes(fewer?.body ?? body)} where Segment takes 32 KB`,
  };
}

/** The same with no long text. Ids and times are short, and stay as they are. */
function shortened(message: SegmentMessage): SegmentMessage {
  return JSON.parse(
    JSON.stringify(message, (_, value: unknown) =>
      typeof value === 'string' && value.length > SHORT_TEXT
        ? value.slice(0, SHORT_TEXT).toWellFormed()
        : value,
    ),
  ) as SegmentMessage;
}

/** With as many of the first products as fit; undefined if it has none. */
function withFewerProducts(
  message: SegmentMessage,
): { readonly body: string; readonly omitted: number } | undefined {
  if (message.type !== 'track') return undefined;
  const { properties } = message;
  if (!('products' in properties) || !Array.isArray(properties.products))
    return undefined;
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
  return { body: keeping(few), omitted: products.length - few };
}

function bytes(text: string): string {
  return `${Buffer.byteLength(text).toLocaleString('en')} bytes`;
}

function fits(text: string): boolean {
  // A character is three bytes at most.
  return (
    text.length * 3 <= MAX_MESSAGE_BYTES ||
    Buffer.byteLength(text) <= MAX_MESSAGE_BYTES
  );
}
