import { aboutIds } from '../about.ts';
import type { ReceivedEvent } from '../events/received-event.ts';
import type { SegmentMessage } from '../message.ts';
import { numericId, type Json } from '../shopify/payload.ts';
import { envelope } from './envelope.ts';
import type { Topic } from './topics.ts';
import { mapped, wholeOf, withheld, type Mapping } from './mapping.ts';

/** An event that another tool told of: what the ledger knows of its customer or visitor decides, as for a webhook. */
export const received: Topic = {
  about: (payload, _, receivedAt) => {
    const { userId, anonymousId } = asEvent(payload);
    return aboutIds({ customerId: numericId(userId), anonymousId }, receivedAt);
  },
};

export const receivedEvent: { readonly map: Mapping } = {
  map: (input) => {
    const whole = wholeOf(input.permission);
    // Such an event says what a person did: without the person it says nothing.
    if (!whole) return withheld(input);
    const { event, messageId, timestamp, userId, anonymousId, properties } =
      asEvent(input.payload);
    const {
      messageId: derived,
      timestamp: at,
      context,
    } = envelope(input, {
      event,
      resourceId: messageId,
      discriminator: 'received',
      timestamp,
    });
    const known = anonymousId ?? whole.anonymousId;
    return mapped({
      type: 'track',
      event,
      messageId: derived,
      timestamp: at,
      context,
      ...(userId !== undefined &&
        input.settings.userId !== 'none' && { userId }),
      ...(known !== undefined && { anonymousId: known }),
      properties,
      // The plan allowed it when it was received, and is asked once more before it is frozen.
    } as SegmentMessage);
  },
};

/** It was read before it was kept. */
function asEvent(payload: Json): ReceivedEvent {
  return payload as unknown as ReceivedEvent;
}
