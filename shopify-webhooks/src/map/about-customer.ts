import type { SegmentMessage, Traits } from '../message.ts';
import { envelope } from './envelope.ts';
import { klaviyoList } from './klaviyo-list.ts';
import {
  dead,
  mapped,
  wholeOf,
  withheld,
  type MapInput,
  type MapResult,
} from './mapping.ts';

type AboutCustomer = (
  input: MapInput,
  customerId: string,
) => MapResult | SegmentMessage;

/** Everything about a customer names them: it is sent only where they may be named. */
export function aboutCustomer(map: AboutCustomer) {
  return (input: MapInput): MapResult => {
    const { customerId } = input.about;
    if (customerId === undefined) return dead('the customer has no id');
    if (!wholeOf(input.permission)) return withheld(input);
    const result = map(input, customerId);
    return 'status' in result ? result : mapped(result);
  };
}

/** Says who a customer is. */
export function identify(
  input: MapInput,
  customerId: string,
  {
    timestamp,
    discriminator,
    traits,
  }: {
    readonly timestamp: string | undefined;
    readonly discriminator: string | undefined;
    readonly traits: Traits;
  },
): SegmentMessage {
  return {
    type: 'identify',
    ...envelope(input, {
      event: 'Customer Updated',
      resourceId: customerId,
      discriminator,
      timestamp,
      standIn: { resource: 'customer', id: customerId },
    }),
    traits,
    ...klaviyoList(input.settings.klaviyo, input.permission, traits),
  };
}
