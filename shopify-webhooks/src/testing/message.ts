import type { OutgoingMessage } from '../message.ts';

/** A message about order `id`, as it is kept. */
export function makeMessage(id: string): OutgoingMessage {
  return {
    messageId: `shopify-${id}`,
    event: 'Order Completed',
    body: JSON.stringify({
      messageId: `shopify-${id}`,
      event: 'Order Completed',
    }),
    blocked: undefined,
    flags: [],
    basis: undefined,
    decision: 'granted',
  };
}
