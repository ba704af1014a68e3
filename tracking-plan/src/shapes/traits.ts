/** @see https://segment.com/docs/connections/spec/identify/#traits */
import { z } from 'zod';
import { requiring } from './fields.ts';
import {
  amount,
  count,
  email,
  flag,
  list,
  phone,
  text,
  time,
  url,
} from './kinds.ts';

const address = z
  .strictObject({
    street: text('Street and number.').optional(),
    city: text('The city.').optional(),
    state: text('The state or province.').optional(),
    postalCode: text('The postal code, as Segment spells it.').optional(),
    postal_code: text('The postal code, as Klaviyo reads it.').optional(),
    country: text('The country.').optional(),
  })
  .meta({ description: 'Where they live.' });

const company = z
  .strictObject({
    name: text('Its name.').optional(),
    id: text('Its id.').optional(),
    industry: text('What it does.').optional(),
    employee_count: count('How many work there.').optional(),
    plan: text('Its plan.').optional(),
  })
  .meta({ description: 'Where they work.' });

/** Segment's reserved traits, and what shops know. Names are in both spellings, because destinations read different ones. */
export const traitFields = {
  email: email('Their address.'),
  phone: phone('Their number.'),
  firstName: text('Their first name.'),
  first_name: text('The same, as other tools read it.'),
  lastName: text('Their last name.'),
  last_name: text('The same, as other tools read it.'),
  name: text('Their whole name.'),
  username: text('What they call themselves.'),
  id: text('Their id, the same as userId.'),
  title: text('Their title.'),
  gender: text('Their gender.'),
  birthday: text('When they were born.'),
  age: count('How old they are.'),
  avatar: url('Their picture.'),
  website: url('Their page.'),
  description: text('What they say of themselves.'),
  createdAt: time('When the account was made.'),
  created_at: time('The same, as other tools read it.'),
  address,
  company,
  locale: text('Their language, such as de-CH.'),
  currency: text('The currency they pay in, ISO 4217.'),
  lifetime_value: amount('What they have bought so far, where known.'),
  order_count: count('How many orders they have placed, where known.'),
  tags: list(z.string(), 'How the merchant has tagged them.'),
  verified_email: flag('Whether the address is confirmed.'),
  account_state: text('"enabled", "disabled", "invited" or "declined".'),
  email_marketing_consent: text(
    '"subscribed", "unsubscribed", "pending" or "not_subscribed".',
  ),
  sms_marketing_consent: text(
    '"subscribed", "unsubscribed", "pending" or "not_subscribed".',
  ),
  whatsapp_marketing_consent: text(
    '"subscribed", "unsubscribed", "pending" or "not_subscribed".',
  ),
};

export const traitsSchema = z.strictObject(requiring(traitFields, []));

export const exampleTraits = {
  email: 'ada@example.com',
  firstName: 'Ada',
  first_name: 'Ada',
  lastName: 'Lovelace',
  last_name: 'Lovelace',
  createdAt: '2026-11-21T10:00:00.000Z',
  created_at: '2026-11-21T10:00:00.000Z',
  address: {
    city: 'Bern',
    country: 'Switzerland',
    postalCode: '3000',
    postal_code: '3000',
  },
  locale: 'en',
  currency: 'EUR',
  lifetime_value: 58.75,
  order_count: 2,
};
