import { z } from 'zod';
import { defineEvent } from '../event.ts';
import {
  amount,
  count,
  currency,
  email,
  id,
  list,
  text,
  time,
} from '../shapes/kinds.ts';
import { looseAddress } from '../shapes/order.ts';
import { exampleProduct, productFields } from '../shapes/product.ts';
import { requiring } from '../shapes/fields.ts';

const SPEC = 'https://segment.com/docs/connections/spec/track/';
const usedBy = 'Subscriptions: what keeps them and what ends them.';

const part = z.looseObject({}).meta({ description: 'A part of a bundle.' });

const fields = {
  subscription_id: id("Shopify's numeric contract id."),
  state: text(
    '"active", "paused", "cancelled", "expired" or "failed".',
  ).optional(),
  order_id: id('The order that began it, or this renewal.').optional(),
  email: email("The customer's, where they agreed.").optional(),
  currency: currency.optional(),
  value: amount('What one order of it costs.').optional(),
  interval_length: count('How many units lie between two orders.').optional(),
  interval_units: text('"day", "week", "month" or "year".').optional(),
  actionable_date: time('When it is next acted on.').optional(),
  end_date: time('When it ends.').optional(),
  address: looseAddress.optional(),
  brand: text('A brand of the shop.').optional(),
  products: list(
    z.strictObject({
      ...requiring(productFields, []),
      parts: list(part, 'What a bundle holds.').optional(),
    }),
    'What is delivered.',
  ).optional(),
};

const subscription = z.strictObject(fields);

const example = {
  subscription_id: '593934299',
  state: 'active',
  currency: 'EUR',
  value: 25,
  interval_length: 1,
  interval_units: 'month',
  products: [exampleProduct],
};

export const subscriptionCreated = defineEvent({
  name: 'Subscription Created',
  source: 'back-end',
  description: 'A customer begins a subscription.',
  usedBy,
  spec: SPEC,
  aliases: ['Subscription Started'],
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionAutoRenewed = defineEvent({
  name: 'Subscription Auto-Renewed',
  source: 'back-end',
  description: 'A subscription was billed again.',
  usedBy,
  spec: SPEC,
  aliases: ['Subscription Auto Renewed', 'Subscription Renewed'],
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionPaused = defineEvent({
  name: 'Subscription Paused',
  source: 'back-end',
  description: 'A subscription rests.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example: { ...example, state: 'paused' },
});

export const subscriptionResumed = defineEvent({
  name: 'Subscription Resumed',
  source: 'back-end',
  description: 'A subscription goes on after a pause.',
  usedBy,
  spec: SPEC,
  aliases: ['Subscription Activated'],
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionCancelled = defineEvent({
  name: 'Subscription Cancelled',
  source: 'back-end',
  description: 'A subscription was cancelled.',
  usedBy,
  spec: SPEC,
  aliases: ['Subscription Canceled'],
  resource: 'subscription_id',
  properties: subscription,
  example: { ...example, state: 'cancelled' },
});

export const subscriptionExpired = defineEvent({
  name: 'Subscription Expired',
  source: 'back-end',
  description: 'A subscription has come to its end.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example: { ...example, state: 'expired' },
});

export const subscriptionFailed = defineEvent({
  name: 'Subscription Failed',
  source: 'back-end',
  description: 'A subscription has ended because it could not be billed.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example: { ...example, state: 'failed' },
});

export const subscriptionUpdated = defineEvent({
  name: 'Subscription Updated',
  source: 'back-end',
  description: 'Anything about a subscription has changed.',
  usedBy: 'A warehouse that keeps the latest state.',
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionPaymentChallenged = defineEvent({
  name: 'Subscription Payment Challenged',
  source: 'back-end',
  description: 'The bank asks the customer to confirm a payment.',
  usedBy: 'Marketing: the reminder to confirm it.',
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionPaymentFailed = defineEvent({
  name: 'Subscription Payment Failed',
  source: 'back-end',
  description: 'A subscription could not be billed.',
  usedBy:
    'Marketing: the reminder. One name however often it failed: the counter is a property.',
  spec: SPEC,
  aliases: ['Email Subscription Payment Failed'],
  resource: 'subscription_id',
  properties: z.strictObject({
    ...fields,
    failure_counter: count(
      'How often this order was tried in vain.',
    ).optional(),
    error_code: text("The payment's error code.").optional(),
    error_message: text('What it says.').optional(),
  }),
  example: {
    ...example,
    failure_counter: 2,
    error_code: 'EXPIRED_PAYMENT_METHOD',
  },
});

export const subscriptionAddressUpdated = defineEvent({
  name: 'Subscription Address Updated',
  source: 'back-end',
  description: 'A subscription goes to another address.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionOrderSkipped = defineEvent({
  name: 'Subscription Order Skipped',
  source: 'back-end',
  description: 'A customer leaves out one order of a subscription.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example,
});

export const subscriptionReminderSent = defineEvent({
  name: 'Subscription Reminder Sent',
  source: 'back-end',
  description: 'A customer was told that a subscription will be billed.',
  usedBy,
  spec: SPEC,
  resource: 'subscription_id',
  properties: subscription,
  example,
});
