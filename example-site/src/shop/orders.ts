import type { Image, Money } from './products';
import { STORE } from './storefront-api';

/** An order as its status page shows it. */
export interface Order {
  readonly name: string;
  readonly processedAt: string;
  readonly email: string;
  readonly lines: readonly {
    readonly variantId: string;
    readonly handle: string;
    readonly title: string;
    readonly variantTitle: string | null;
    readonly quantity: number;
    readonly image: Image;
    readonly total: Money;
  }[];
  readonly shipping: Money;
  readonly total: Money;
}

/**
 * The order that only who has its key may see; undefined if there is none. The stand-in answers it itself; of a real shop
 * ask a small server of yours, which asks Shopify's Admin API, or link to `order_status_url`.
 */
export async function findOrder(
  id: string,
  key: string,
): Promise<Order | undefined> {
  const answer = await fetch(
    `${STORE}/api/orders/${encodeURIComponent(id)}?key=${encodeURIComponent(key)}`,
  );
  return answer.ok ? ((await answer.json()) as Order) : undefined;
}
