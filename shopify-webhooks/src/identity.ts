import { hash } from 'node:crypto';
import type { UserIdRule } from './map-settings.ts';

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
  readonly discriminator?: string | undefined;
}): string {
  return `shopify-${hashOf([
    input.shop,
    input.event,
    input.resourceId,
    input.discriminator ?? '',
  ])}`;
}

/** What can stand in for a person who is unknown or has refused. */
export type Resource = 'order' | 'checkout' | 'customer' | 'subscription';

/** An id that names the thing and nobody: the same whenever it is told of. */
export function derivedAnonymousId(
  shop: string,
  resourceId: string,
  resource: Resource = 'order',
): string {
  const kind = resource === 'order' ? 'anonymous' : `anonymous ${resource}`;
  return `shopify-${resource}-${hashOf([kind, shop, resourceId]).slice(0, 32)}`;
}

/** A customer's `userId` by the rule: never an order's id, which would make a user of every guest order. */
export function userIdOf(
  rule: UserIdRule,
  customer: {
    readonly id: string | undefined;
    readonly email: string | undefined;
  },
): string | undefined {
  switch (rule) {
    case 'customer-id':
      return customer.id;
    case 'email-hash': {
      const email = customer.email?.trim().toLowerCase();
      return email ? hash('sha256', email) : undefined;
    }
    case 'none':
      return undefined;
  }
}

function hashOf(parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'));
}
