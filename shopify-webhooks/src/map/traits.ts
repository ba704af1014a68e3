import { traitsOf } from '@storefront-events/plan/traits';
import { defined } from '../defined.ts';
import type { Traits } from '../message.ts';
import { isObject, text, texts, type Json } from '../shopify/payload.ts';

/** Who an order or a checkout is from: its customer, or the guest by the address they gave. */
export function personTraits(order: Json): Traits {
  const { customer } = order;
  const person = isObject(customer) ? customer : {};
  const address =
    addressOf(order['shipping_address']) ??
    addressOf(order['billing_address']) ??
    addressOf(person['default_address']);
  const email = text(person['email']) ?? text(order['email']);
  // A payload without a person, such as a refund.
  if (!isObject(customer) && email === undefined && address === undefined)
    return {};
  return traitsOf(
    defined({
      email,
      phone:
        text(person['phone']) ??
        text(order['phone']) ??
        text(address?.['phone']),
      firstName: text(person['first_name']) ?? text(address?.['first_name']),
      lastName: text(person['last_name']) ?? text(address?.['last_name']),
      address: address && partsOf(address),
    }),
  );
}

/** What a customer's own payload says of them. */
export function customerTraits(customer: Json, createdAt?: string): Traits {
  const address = addressOf(customer['default_address']);
  const locale = text(customer['locale'], 35);
  const tags = text(customer['tags']);
  return defined({
    ...traitsOf(
      defined({
        email: text(customer['email']),
        phone: text(customer['phone']) ?? text(address?.['phone']),
        firstName: text(customer['first_name']),
        lastName: text(customer['last_name']),
        createdAt,
        address: address && partsOf(address),
        locale,
        currency: text(customer['currency'], 3),
      }),
    ),
    account_state: text(customer['state']),
    verified_email:
      typeof customer['verified_email'] === 'boolean'
        ? customer['verified_email']
        : undefined,
    tags: tags === undefined ? undefined : [...texts(tags.split(','))],
    email_marketing_consent: stateOf(customer['email_marketing_consent']),
    sms_marketing_consent: stateOf(customer['sms_marketing_consent']),
  });
}

export function stateOf(consent: unknown): string | undefined {
  return isObject(consent) ? text(consent['state']) : undefined;
}

function addressOf(value: unknown): Json | undefined {
  return isObject(value) ? value : undefined;
}

function partsOf(address: Json) {
  const street = [text(address['address1']), text(address['address2'])]
    .filter((part) => part !== undefined)
    .join(', ');
  return defined({
    street: text(street),
    city: text(address['city']),
    state: text(address['province']),
    postalCode: text(address['zip']),
    country: text(address['country']),
  });
}
