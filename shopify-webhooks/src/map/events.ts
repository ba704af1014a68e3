import {
  accountCreated,
  customerDeleted,
  customerMerged,
  customerUpdated,
} from './customers.ts';
import {
  consentIdentified,
  marketingConsentUpdated,
} from './marketing-consent.ts';
import {
  checkoutStarted,
  checkoutStepCompleted,
  emailCaptured,
} from './checkouts.ts';
import { ignored, type Mapping } from './mapping.ts';
import {
  customerOfOrder,
  isAuthorized,
  orderCancelled,
  orderCompleted,
  orderDeleted,
  orderEdited,
  orderFulfilled,
  orderPaid,
  orderUpdated,
} from './orders.ts';
import { orderRefunded } from './refunds.ts';
import { shipmentDelivered, shipmentShipped } from './shipments.ts';
import { billingEvent, contractEvent } from './subscriptions.ts';
import {
  AUTHORIZED,
  MAPPED_EVENTS,
  topicsOf,
  type EventTriggers,
  type MappedEvent,
} from './triggers.ts';

/** How each event is made. */
const MAPPINGS: Readonly<Record<MappedEvent, Mapping>> = {
  'Customer Updated': (input) => {
    if (input.topic === 'orders/create') return customerOfOrder(input);
    return input.topic.endsWith('_consent/update')
      ? consentIdentified(input)
      : customerUpdated(input);
  },
  'Customer Merged': customerMerged,
  'Checkout Started': checkoutStarted,
  'Checkout Step Completed': checkoutStepCompleted,
  'Email Captured': emailCaptured,
  'Order Completed': orderCompleted,
  'Order Paid': orderPaid,
  'Order Updated': orderUpdated,
  'Order Cancelled': orderCancelled,
  'Order Edited': orderEdited,
  'Order Refunded': orderRefunded,
  'Order Fulfilled': orderFulfilled,
  'Order Deleted': orderDeleted,
  'Shipment Shipped': shipmentShipped,
  'Shipment Delivered': shipmentDelivered,
  'Account Created': accountCreated,
  'Customer Deleted': customerDeleted,
  'Marketing Consent Updated': marketingConsentUpdated,
  'Subscription Created': contractEvent('Subscription Created'),
  'Subscription Updated': contractEvent('Subscription Updated'),
  'Subscription Paused': contractEvent('Subscription Paused'),
  'Subscription Resumed': contractEvent('Subscription Resumed'),
  'Subscription Cancelled': contractEvent('Subscription Cancelled'),
  'Subscription Expired': contractEvent('Subscription Expired'),
  'Subscription Failed': contractEvent('Subscription Failed'),
  'Subscription Auto-Renewed': billingEvent('Subscription Auto-Renewed'),
  'Subscription Payment Failed': billingEvent('Subscription Payment Failed'),
  'Subscription Payment Challenged': billingEvent(
    'Subscription Payment Challenged',
  ),
};

export interface EventRule {
  readonly event: MappedEvent;
  readonly map: Mapping;
}

/** What each topic makes. A Map, because a topic comes from an unsigned header and could be "constructor". */
export type Rules = ReadonlyMap<string, readonly EventRule[]>;

const cache = new WeakMap<EventTriggers, Rules>();

/** What each topic makes, by the settings. */
export function rulesOf(triggers: EventTriggers): Rules {
  const known = cache.get(triggers);
  if (known) return known;
  const rules = new Map<string, EventRule[]>();
  for (const event of MAPPED_EVENTS) {
    const byTopic = new Map<string, Mapping>();
    for (const trigger of triggers[event])
      for (const topic of topicsOf(trigger))
        if (trigger !== AUTHORIZED) byTopic.set(topic, MAPPINGS[event]);
        else if (!byTopic.has(topic))
          byTopic.set(topic, onceAuthorized(MAPPINGS[event]));
    for (const [topic, map] of byTopic)
      rules.set(topic, [...(rules.get(topic) ?? []), { event, map }]);
  }
  cache.set(triggers, rules);
  return rules;
}

function onceAuthorized(map: Mapping): Mapping {
  return (input) =>
    isAuthorized(input)
      ? map(input)
      : ignored('the order does not say that its payment is authorized');
}
