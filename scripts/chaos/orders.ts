import { webhookHeaders } from '@storefront-events/sandbox';
import { noteAttributes } from '../../shopify-webhooks/src/testing/consent.ts';
import { makeOrder } from '../../shopify-webhooks/src/testing/order.ts';
import type { Random } from './random.ts';

export const SECRET = 'hush';

/** What one `orders/paid` adds to `orders/create`: the same event may come of either, and must come once. */
export const EVENTS = 'Order Completed=orders/create+orders/paid';

/** A signed request to the service. */
export interface Webhook {
  readonly id: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What must arrive at Segment because of it, by `happeningOf`. */
  readonly happenings: readonly string[];
}

/** An event of a thing that happened once, whatever message tells it. */
export function happeningOf(
  event: unknown,
  { order_id, refund_id }: Readonly<Record<string, unknown>>,
): string {
  return [event, order_id, refund_id].filter(Boolean).join(' ');
}

const CONSENTS = [
  () => [],
  (orderId: number) =>
    noteAttributes(
      { analytics: true, marketing: true },
      `visitor-${String(orderId)}`,
    ),
  () => noteAttributes({ analytics: false, marketing: false }),
];

/** A shop in which orders are made, paid, refunded and cancelled. */
export class Orders {
  readonly #random: Random;
  #last = 0;
  #padding = '';

  constructor(random: Random) {
    this.#random = random;
  }

  /** From now on bodies are larger by so much: they fill a disk. */
  pad(bytes: number): void {
    this.#padding = 'x'.repeat(bytes);
  }

  /** The webhooks of one more order, in the order in which they are sent, which need not be that of what they tell. */
  next(): Webhook[] {
    const random = this.#random;
    const id = (this.#last += 1);
    const order = this.#order(id);
    const webhooks = [
      this.#webhook('orders/create', order, ['Order Completed'], id),
      ...(random.chance(0.5)
        ? [
            this.#webhook(
              'orders/paid',
              { ...order, financial_status: 'paid' },
              ['Order Completed', 'Order Paid'],
              id,
            ),
          ]
        : []),
      ...(random.chance(0.3) ? [this.#refund(id)] : []),
      ...(random.chance(0.2)
        ? [
            this.#webhook(
              'orders/cancelled',
              { ...order, cancelled_at: '2026-11-21T12:00:00+01:00' },
              ['Order Cancelled'],
              id,
            ),
          ]
        : []),
      ...(random.chance(0.1)
        ? [this.#webhook('app/noise', order, [], id)]
        : []),
    ];
    return random.chance(0.3) ? random.shuffled(webhooks) : webhooks;
  }

  #order(id: number) {
    return makeOrder({
      id,
      cart_token: `cart-${String(id)}`,
      checkout_token: `checkout-${String(id)}`,
      note: this.#padding,
      note_attributes: this.#random.pick(CONSENTS)(id),
      customer: {
        id,
        admin_graphql_api_id: `gid://shopify/Customer/${String(id)}`,
        email: `${String(id)}@example.com`,
      },
    });
  }

  #refund(id: number): Webhook {
    const refundId = 1_000_000 + id;
    const refund = {
      id: refundId,
      admin_graphql_api_id: `gid://shopify/Refund/${String(refundId)}`,
      order_id: id,
      created_at: '2026-11-21T12:00:00+01:00',
      transactions: [
        { kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' },
      ],
      refund_line_items: [],
      order_adjustments: [],
    };
    return this.#webhook('refunds/create', refund, ['Order Refunded'], id, {
      refund_id: String(refundId),
    });
  }

  #webhook(
    topic: string,
    payload: object,
    events: readonly string[],
    orderId: number,
    names: object = {},
  ): Webhook {
    const body = JSON.stringify(payload);
    const id = `${topic} ${String(orderId)}`;
    return {
      id,
      topic,
      body,
      headers: webhookHeaders({ topic, body, secret: SECRET, webhookId: id }),
      happenings: events.map((event) =>
        happeningOf(event, { order_id: String(orderId), ...names }),
      ),
    };
  }
}
