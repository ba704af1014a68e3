/** Which events there are, and what can trigger each. Only names, so that settings and documents can read it. */

/** A Shopify topic, or what several topics can show. */
export type Trigger = string;

/**
 * An order whose payment is authorized or made: whichever of these topics shows it first. The `messageId` is the same,
 * so the others add nothing.
 */
export const AUTHORIZED: Trigger = 'authorized';

const ORDER_STATES = ['orders/create', 'orders/paid', 'orders/updated'];

/** The topics that can show a trigger. */
export function topicsOf(trigger: Trigger): readonly string[] {
  return trigger === AUTHORIZED ? ORDER_STATES : [trigger];
}

interface Triggers {
  readonly triggers: readonly Trigger[];
  /** Those in use unless the settings say otherwise; none: the event is off. */
  readonly preset: readonly Trigger[];
}

const always = (...triggers: Trigger[]): Triggers => ({
  triggers,
  preset: triggers,
});

/** Off unless switched on: the front end sends it, or it is noisy. */
const onDemand = (...triggers: Trigger[]): Triggers => ({
  triggers,
  preset: [],
});

const CONSENT_TOPICS = [
  'customers_email_marketing_consent/update',
  'customers_marketing_consent/update',
  'customers_whats_app_marketing_consent/update',
];

/** In the order in which the messages of one webhook are sent: who somebody is before what they did. */
export const TRIGGERS = {
  'Customer Updated': {
    triggers: [
      'orders/create',
      'customers/create',
      'customers/update',
      'customers/enable',
      'customers/disable',
      'customers/purchasing_summary',
      ...CONSENT_TOPICS,
    ],
    preset: [
      'orders/create',
      'customers/create',
      'customers/update',
      'customers/enable',
      'customers/disable',
      'customers/purchasing_summary',
      ...CONSENT_TOPICS,
    ],
  },
  'Customer Merged': always('customers/merge'),
  'Checkout Started': onDemand('checkouts/create', 'orders/create', AUTHORIZED),
  'Checkout Step Completed': onDemand('checkouts/update'),
  'Email Captured': onDemand('checkouts/update', 'checkouts/create'),
  'Order Completed': {
    triggers: ['orders/create', 'orders/paid', 'orders/fulfilled', AUTHORIZED],
    preset: ['orders/create'],
  },
  'Order Paid': always('orders/paid'),
  'Order Updated': onDemand('orders/updated'),
  'Order Cancelled': {
    triggers: ['orders/cancelled', 'orders/updated'],
    preset: ['orders/cancelled'],
  },
  'Order Edited': always('orders/edited'),
  'Order Refunded': always('refunds/create'),
  'Order Fulfilled': always('orders/fulfilled', 'orders/partially_fulfilled'),
  'Order Deleted': always('orders/delete'),
  'Shipment Shipped': always('fulfillments/create', 'fulfillments/update'),
  'Shipment Delivered': always('fulfillments/update'),
  'Account Created': {
    triggers: ['customers/create', 'customers/enable'],
    preset: ['customers/create'],
  },
  'Customer Deleted': always('customers/delete'),
  'Marketing Consent Updated': always(...CONSENT_TOPICS),
  'Subscription Created': always('subscription_contracts/create'),
  'Subscription Updated': onDemand('subscription_contracts/update'),
  'Subscription Paused': always('subscription_contracts/pause'),
  'Subscription Resumed': always('subscription_contracts/activate'),
  'Subscription Cancelled': always('subscription_contracts/cancel'),
  'Subscription Expired': always('subscription_contracts/expire'),
  'Subscription Failed': always('subscription_contracts/fail'),
  'Subscription Auto-Renewed': always('subscription_billing_attempts/success'),
  'Subscription Payment Failed': always(
    'subscription_billing_attempts/failure',
  ),
  'Subscription Payment Challenged': always(
    'subscription_billing_attempts/challenged',
  ),
} as const satisfies Readonly<Record<string, Triggers>>;

export type MappedEvent = keyof typeof TRIGGERS;

export const MAPPED_EVENTS = Object.keys(TRIGGERS) as MappedEvent[];

/** For each event the triggers in use. */
export type EventTriggers = Readonly<Record<MappedEvent, readonly Trigger[]>>;

export const PRESET_TRIGGERS = Object.fromEntries(
  MAPPED_EVENTS.map((event) => [event, TRIGGERS[event].preset]),
) as unknown as EventTriggers;

export type TriggersReading =
  | { readonly status: 'ok'; readonly triggers: EventTriggers }
  | { readonly status: 'unusable'; readonly reasons: readonly string[] };

/**
 * Reads what `EVENTS` says, such as `Order Completed=orders/paid, Order Updated=on, Order Paid=off`. Several triggers of
 * one event are joined by a plus.
 */
export function readTriggers(entries: readonly string[]): TriggersReading {
  const reasons: string[] = [];
  const chosen = new Map<MappedEvent, readonly Trigger[]>();
  for (const entry of entries) {
    const [name = '', value, ...rest] = entry
      .split('=')
      .map((part) => part.trim());
    const event = MAPPED_EVENTS.find((other) => other === name);
    if (event === undefined || value === undefined || rest.length > 0) {
      reasons.push(
        event === undefined
          ? `names "${name}", which is none of: ${MAPPED_EVENTS.join(', ')}`
          : `must say ${name}=on, ${name}=off, or its triggers`,
      );
      continue;
    }
    if (chosen.has(event)) reasons.push(`names ${event} twice`);
    const possible: readonly Trigger[] = TRIGGERS[event].triggers;
    const triggers = triggersOf(event, value);
    const wrong = triggers.filter((trigger) => !possible.includes(trigger));
    if (wrong.length > 0)
      reasons.push(
        `gives ${event} the trigger "${wrong.join('+')}"; it can have: on, off, ${possible.join(', ')}`,
      );
    chosen.set(event, triggers);
  }
  return reasons.length > 0
    ? { status: 'unusable', reasons }
    : {
        status: 'ok',
        triggers: { ...PRESET_TRIGGERS, ...Object.fromEntries(chosen) },
      };
}

function triggersOf(event: MappedEvent, value: string): readonly Trigger[] {
  const { preset, triggers }: Triggers = TRIGGERS[event];
  if (value === 'off') return [];
  if (value === 'on') return preset.length > 0 ? preset : triggers.slice(0, 1);
  return value.split('+').map((trigger) => trigger.trim());
}
