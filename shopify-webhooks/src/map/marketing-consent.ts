import { defined } from '../defined.ts';
import { isObject, text, time, type Json } from '../shopify/payload.ts';
import { aboutCustomer, identify } from './about-customer.ts';
import { envelope } from './envelope.ts';
import { ignored, type MapInput } from './mapping.ts';

interface Channel {
  readonly name: 'email' | 'sms' | 'whatsapp';
  /** Where the topic has the consent. */
  readonly field: string;
  readonly trait:
    | 'email_marketing_consent'
    | 'sms_marketing_consent'
    | 'whatsapp_marketing_consent';
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  'customers_email_marketing_consent/update': {
    name: 'email',
    field: 'email_marketing_consent',
    trait: 'email_marketing_consent',
  },
  'customers_marketing_consent/update': {
    name: 'sms',
    field: 'sms_marketing_consent',
    trait: 'sms_marketing_consent',
  },
  'customers_whats_app_marketing_consent/update': {
    name: 'whatsapp',
    field: 'whats_app_marketing_consent',
    trait: 'whatsapp_marketing_consent',
  },
};

/** What such a topic says; the channels name their fields differently. */
function marketingConsent(
  { payload, receivedAt }: MapInput,
  { field }: Channel,
) {
  const value = payload[field];
  const consent: Json = isObject(value) ? value : {};
  return {
    state: text(consent['state']),
    level: text(consent['opt_in_level']),
    updatedAt:
      time(consent['consent_updated_at'], receivedAt) ??
      time(consent['updated_at'], receivedAt),
    from:
      text(consent['consent_collected_from']) ??
      text(consent['collected_from']),
  };
}

/** The consent as a trait of the customer. */
export const consentIdentified = aboutCustomer((input, customerId) => {
  const { payload } = input;
  const channel = CHANNELS[input.topic];
  const { state, updatedAt } = channel ? marketingConsent(input, channel) : {};
  if (channel === undefined || state === undefined)
    return ignored('no state of a marketing consent');
  return identify(input, customerId, {
    timestamp: updatedAt,
    discriminator: `${channel.name} ${state} ${updatedAt ?? ''}`,
    traits: defined({
      email: text(payload['email_address']),
      phone: text(payload['phone']) ?? text(payload['phone_number']),
      [channel.trait]: state,
    }),
  });
});

export const marketingConsentUpdated = aboutCustomer((input, customerId) => {
  const channel = CHANNELS[input.topic];
  const { state, level, updatedAt, from } = channel
    ? marketingConsent(input, channel)
    : {};
  if (channel === undefined || state === undefined)
    return ignored('no state of a marketing consent');
  return {
    type: 'track',
    event: 'Marketing Consent Updated',
    ...envelope(input, {
      event: 'Marketing Consent Updated',
      resourceId: customerId,
      discriminator: `${channel.name} ${state} ${updatedAt ?? ''}`,
      timestamp: updatedAt,
      standIn: { resource: 'customer', id: customerId },
    }),
    properties: defined({
      customer_id: customerId,
      channel: channel.name,
      state,
      opt_in_level: level,
      consent_updated_at: updatedAt,
      consent_collected_from: from,
    }),
  };
});
