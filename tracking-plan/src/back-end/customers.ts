import { z } from 'zod';
import { defineEvent } from '../event.ts';
import {
  anything,
  email,
  flag,
  id,
  list,
  text,
  time,
} from '../shapes/kinds.ts';
import { exampleTraits, traitsSchema } from '../shapes/traits.ts';
import { looseAddress } from '../shapes/order.ts';

const TRACK = 'https://segment.com/docs/connections/spec/track/';

const customerId = id("Shopify's numeric customer id.");

export const accountCreated = defineEvent({
  name: 'Account Created',
  source: 'back-end',
  description: 'Shopify knows a new customer.',
  usedBy: 'Marketing: the welcome.',
  spec: 'https://segment.com/docs/connections/spec/b2b-saas/#account-created',
  aliases: ['Customer Created'],
  resource: 'customer_id',
  properties: z.strictObject({
    customer_id: customerId,
    email: email("The customer's, where they agreed.").optional(),
    state: text('"enabled", "disabled", "invited" or "declined".').optional(),
    created_at: time('When.').optional(),
  }),
  example: {
    customer_id: '77',
    state: 'enabled',
    created_at: '2026-11-21T10:00:00.000Z',
  },
});

export const customerUpdated = defineEvent({
  name: 'Customer Updated',
  source: 'back-end',
  type: 'identify',
  description: 'What Shopify knows of a customer has changed.',
  usedBy: 'Every tool that writes to customers: the traits of their profile.',
  spec: 'https://segment.com/docs/connections/spec/identify/',
  properties: traitsSchema,
  example: exampleTraits,
});

export const customerDeleted = defineEvent({
  name: 'Customer Deleted',
  source: 'back-end',
  description: 'The merchant has deleted a customer.',
  usedBy: 'Privacy: the sign to delete them elsewhere.',
  spec: TRACK,
  resource: 'customer_id',
  properties: z.strictObject({ customer_id: customerId }),
  example: { customer_id: '77' },
});

export const marketingConsentUpdated = defineEvent({
  name: 'Marketing Consent Updated',
  source: 'back-end',
  description: 'A customer allows messages, or forbids them.',
  usedBy: 'Marketing: who may be written to.',
  spec: TRACK,
  resource: 'customer_id',
  properties: z.strictObject({
    customer_id: customerId,
    channel: text('"email", "sms" or "whatsapp".'),
    state: text(
      '"subscribed", "unsubscribed", "pending", "not_subscribed" or "redacted".',
    ),
    opt_in_level: text(
      '"single_opt_in", "confirmed_opt_in" or "unknown".',
    ).optional(),
    consent_updated_at: time('When they said so.').optional(),
    consent_collected_from: text('Where they said so.').optional(),
  }),
  example: {
    customer_id: '77',
    channel: 'email',
    state: 'subscribed',
    opt_in_level: 'confirmed_opt_in',
  },
});

const user = z.strictObject({
  email: email("The customer's, where they agreed.").optional(),
  bill_address: looseAddress.optional(),
  ship_address: looseAddress.optional(),
  roles: list(z.string(), 'Their roles.').optional(),
  metadata: anything('What the shop keeps on them.').optional(),
  accepts_marketing: flag('Whether they may be written to.').optional(),
});

export const userCreated = defineEvent({
  name: 'User Created',
  source: 'back-end',
  description: 'The same as Account Created, by the name it has at Chord.',
  usedBy: 'Shops that move from Chord.',
  spec: TRACK,
  prefer: 'Account Created',
  properties: user,
  example: { email: 'ada@example.com' },
});

export const userUpdated = defineEvent({
  name: 'User Updated',
  source: 'back-end',
  description:
    'The same as Customer Updated, as a track call, by the name it has at Chord.',
  usedBy: 'Shops that move from Chord.',
  spec: TRACK,
  prefer: 'Customer Updated',
  properties: user,
  example: { email: 'ada@example.com' },
});
