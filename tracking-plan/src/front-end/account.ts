import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { requiring } from '../shapes/fields.ts';
import { email, id, text } from '../shapes/kinds.ts';
import { addressFields } from '../shapes/order.ts';

const SPEC = 'https://segment.com/docs/connections/spec/b2b-saas/';
const usedBy = 'Product: how accounts are used.';

const person = { email: email("The visitor's.").optional() };
const method = {
  method: text('By what, such as "password" or "google".').optional(),
};
const example = { email: 'ada@example.com' };

const signing = z.strictObject({ ...person, ...method });
const signingExample = { ...example, method: 'password' };

export const loginStarted = defineEvent({
  name: 'Login Started',
  source: 'front-end',
  description: 'A visitor begins to sign in.',
  usedBy,
  spec: `${SPEC}#signed-in`,
  properties: z.strictObject(person),
  example,
});

export const signedIn = defineEvent({
  name: 'Signed In',
  source: 'front-end',
  description: 'A visitor has signed in.',
  usedBy,
  spec: `${SPEC}#signed-in`,
  aliases: ['Logged In', 'User Signed In'],
  properties: signing,
  example: signingExample,
});

export const signedUp = defineEvent({
  name: 'Signed Up',
  source: 'front-end',
  description: 'A visitor has made an account.',
  usedBy: `${usedBy} GA4 sign_up, Meta CompleteRegistration.`,
  spec: `${SPEC}#signed-up`,
  aliases: ['User Signed Up'],
  properties: signing,
  example: signingExample,
});

export const signedOut = defineEvent({
  name: 'Signed Out',
  source: 'front-end',
  description: 'A visitor has signed out.',
  usedBy,
  spec: `${SPEC}#signed-out`,
  aliases: ['Logged Out', 'User Signed Out'],
  properties: z.strictObject(person),
  example,
});

export const passwordResetStarted = defineEvent({
  name: 'Password Reset Started',
  source: 'front-end',
  description: 'A visitor asks for a new password.',
  usedBy,
  spec: `${SPEC}#signed-in`,
  properties: z.strictObject(person),
  example,
});

export const passwordResetCompleted = defineEvent({
  name: 'Password Reset Completed',
  source: 'front-end',
  description: 'A visitor has set a new password.',
  usedBy,
  spec: `${SPEC}#signed-in`,
  properties: z.strictObject({
    ...person,
    user_id: id("Shopify's numeric customer id.").optional(),
  }),
  example: { ...example, user_id: '77' },
});

const address = z.strictObject({
  ...requiring(addressFields, ['address_id']),
  ...person,
});

const exampleAddress = {
  address_id: '9001',
  city: 'Bern',
  country: 'Switzerland',
};

export const userAddressAdded = defineEvent({
  name: 'User Address Added',
  source: 'front-end',
  description: 'A customer adds an address to their account.',
  usedBy,
  spec: 'https://segment.com/docs/connections/spec/track/',
  properties: address,
  example: exampleAddress,
});

export const userAddressUpdated = defineEvent({
  name: 'User Address Updated',
  source: 'front-end',
  description: 'A customer changes an address of their account.',
  usedBy,
  spec: 'https://segment.com/docs/connections/spec/track/',
  properties: address,
  example: exampleAddress,
});

export const userAddressRemoved = defineEvent({
  name: 'User Address Removed',
  source: 'front-end',
  description: 'A customer removes an address from their account.',
  usedBy,
  spec: 'https://segment.com/docs/connections/spec/track/',
  properties: address,
  example: exampleAddress,
});
