import { aboutOrder, type About } from '../about.ts';
import type { Remembered } from '../claim.ts';
import type { Fact, Known } from '../ledger.ts';
import { resourceId, type Json } from '../shopify/payload.ts';
import { factsOf } from './facts.ts';
import { inputOf } from './map.ts';
import type { MapConfig } from './mapping.ts';
import { excludedBy } from './order-filter.ts';
import { TOPICS } from './topics.ts';

/** What and whom an order is about that Shopify was asked for. */
export function aboutLookedUp(order: Json, receivedAt: number): About {
  const orderId = resourceId(order, 'Order');
  return aboutOrder(order, orderId, order['checkout_token'], receivedAt);
}

/** What Shopify's answer to a look-up adds to what is known of an order. Whatever else is known of it is newer. */
export function factFromLookUp(
  order: Json,
  about: About,
  remembered: Remembered,
  config: MapConfig,
): (Fact & { readonly known: Known }) | undefined {
  const { receivedAt } = about;
  const topic = TOPICS.get('orders/create');
  if (!topic) return undefined;
  const body = new Uint8Array();
  const input = inputOf(
    {
      status: 'readable',
      webhook: { key: '', topic: '', shop: '', test: false, receivedAt, body },
      payload: order,
      about,
      topic,
      rules: [],
    },
    remembered,
    config,
  );
  const { facts } = factsOf(input, config.consent, {
    messages: [],
    remember: undefined,
    excluded: excludedBy(order, config.mapping),
  });
  const fact = facts.find(({ subject }) => subject === about.subjects.order);
  return fact && { ...fact, at: 0, known: withoutNulls(fact.known) };
}

function withoutNulls(known: object): Known {
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null),
  );
}
