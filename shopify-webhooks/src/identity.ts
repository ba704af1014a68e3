import { createHash } from 'node:crypto';

/**
 * The id of a message: the same for every delivery of the same happening, and for no other. Segment drops a second
 * message with the same id for about a day, across all of its customers, so it names the shop as well. It is made from
 * the signed body and the shop only: the other headers could be changed by whoever replays a request.
 *
 * @param discriminator what tells two happenings of one event on one resource apart, such as a refund's id
 */
export function messageIdOf(input: {
  readonly shop: string;
  readonly event: string;
  readonly resourceId: string;
  readonly discriminator?: string;
}): string {
  return `shopify-${hash([
    input.shop,
    input.event,
    input.resourceId,
    input.discriminator ?? '',
  ])}`;
}

/** An id for an order whose person is unknown or has refused: it names the order and nobody. */
export function derivedAnonymousId(shop: string, orderId: string): string {
  return `shopify-order-${hash(['anonymous', shop, orderId]).slice(0, 32)}`;
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
