import type { MapSettings, OrderFilter } from '../map-settings.ts';
import { channelOf, orderKind, tagsOf } from '../shopify/order-kind.ts';
import { text, type Json } from '../shopify/payload.ts';

/** Why nothing of an order is sent; undefined if it is. */
export function excludedBy(
  order: Json,
  { ignoreOrders, sendTestOrders }: MapSettings,
): string | undefined {
  if (order['test'] === true && !sendTestOrders) return 'test order';
  const hit = ignoreOrders.find((filter) => matches(order, filter));
  return hit && `IGNORE_ORDERS has ${hit.by}:${hit.value}`;
}

function matches(order: Json, { by, value }: OrderFilter): boolean {
  switch (by) {
    case 'source':
      return text(order['source_name'])?.toLowerCase() === value;
    case 'channel':
      return channelOf(order)?.toLowerCase() === value;
    case 'tag':
      return tagsOf(order).some((tag) => tag.toLowerCase() === value);
    case 'kind':
      return Object.entries(orderKind(order)).some(
        ([name, is]) => is === true && name === `is_${value}`,
      );
  }
}
