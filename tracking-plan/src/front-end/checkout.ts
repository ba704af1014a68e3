import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { amount, currency, id, list, position, text } from '../shapes/kinds.ts';
import {
  anyProduct,
  exampleProduct,
  listedProduct,
} from '../shapes/product.ts';

const SPEC = 'https://segment.com/docs/connections/spec/ecommerce/v2/';

const stepFields = {
  checkout_id: id('Token of the checkout.').optional(),
  step: position('Which step.'),
  shipping_method: text('How it is to be sent.').optional(),
  payment_method: text('How it is to be paid.').optional(),
};

const exampleStep = {
  checkout_id: 'a1b2c3',
  step: 2,
  shipping_method: 'Standard',
};

export const checkoutStarted = defineEvent({
  name: 'Checkout Started',
  source: 'front-end',
  description: 'A visitor leaves the shop for the checkout.',
  usedBy:
    'Every funnel; abandoned-checkout messages. GA4 begin_checkout, Meta InitiateCheckout, Klaviyo Started Checkout.',
  spec: `${SPEC}#checkout-started`,
  aliases: ['Started Order', 'Started Checkout', 'Checkout Created'],
  properties: z.strictObject({
    checkout_id: id('Token of the checkout, where it is known.').optional(),
    cart_id: id('Token of the cart.').optional(),
    order_id: id('The order, where it exists already.').optional(),
    order_name: text('The name of that order.').optional(),
    affiliation: text('Where it is sold.').optional(),
    checkout_type: text('"one-time" or "subscription".').optional(),
    value: amount('What the visitor is about to pay, as far as known.'),
    total: amount(
      'The same as `value`, for tools that read it by this name.',
    ).optional(),
    revenue: amount(
      'The products after discounts, without shipping and tax.',
    ).optional(),
    subtotal: amount('The same as `revenue`.').optional(),
    shipping: amount('Shipping, as far as known.').optional(),
    tax: amount('Tax, as far as known.').optional(),
    discount: amount('All discounts together.').optional(),
    coupon: text('Discount codes, joined by a comma.').optional(),
    currency,
    email: text("The visitor's, where they agreed.").optional(),
    source: text('The shop.').optional(),
    products: list(listedProduct, 'What is in the cart.'),
  }),
  example: {
    cart_id: 'c1-0f3b7d',
    value: 25,
    currency: 'EUR',
    products: [{ ...exampleProduct, position: 1 }],
  },
});

export const checkoutStepViewed = defineEvent({
  name: 'Checkout Step Viewed',
  source: 'front-end',
  description: 'A visitor reaches a step of the checkout.',
  usedBy: 'Funnels inside the checkout.',
  spec: `${SPEC}#checkout-step-viewed`,
  aliases: ['Viewed Checkout Step'],
  properties: z.strictObject(stepFields),
  example: exampleStep,
});

export const checkoutStepCompleted = defineEvent({
  name: 'Checkout Step Completed',
  source: 'front-end',
  description: 'A visitor finishes a step of the checkout.',
  usedBy: 'Funnels inside the checkout.',
  spec: `${SPEC}#checkout-step-completed`,
  aliases: ['Completed Checkout Step'],
  properties: z.strictObject(stepFields),
  example: exampleStep,
});

const payment = z.strictObject({
  ...stepFields,
  order_id: id('The order, where it exists already.').optional(),
  coupon: text('Discount codes, joined by a comma.').optional(),
  currency: currency.optional(),
  value: amount('What the visitor is about to pay.').optional(),
  products: list(anyProduct, 'What is paid for.'),
});

const examplePayment = {
  checkout_id: 'a1b2c3',
  step: 3,
  payment_method: 'Card',
  currency: 'EUR',
  value: 25,
  products: [exampleProduct],
};

export const paymentInfoEntered = defineEvent({
  name: 'Payment Info Entered',
  source: 'front-end',
  description: 'A visitor has said how they pay.',
  usedBy:
    'Funnels inside the checkout. GA4 add_payment_info, Meta AddPaymentInfo.',
  spec: `${SPEC}#payment-info-entered`,
  properties: payment,
  example: examplePayment,
});

export const subscriptionPaymentInfoEntered = defineEvent({
  name: 'Subscription Payment Info Entered',
  source: 'front-end',
  description: 'A visitor has said how they pay for a subscription.',
  usedBy: 'Funnels of subscriptions.',
  spec: `${SPEC}#payment-info-entered`,
  properties: payment,
  example: examplePayment,
});
