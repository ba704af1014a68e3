import type { PersonalField } from '../map-settings.ts';
import type { SegmentMessage } from '../message.ts';

/** The keys of each field, wherever they stand: in properties, in traits, and in the context. */
const KEYS: Readonly<Record<PersonalField, readonly string[]>> = {
  email: ['email'],
  phone: ['phone'],
  name: ['name', 'first_name', 'last_name', 'firstName', 'lastName'],
  address: [
    'address',
    'shipping_city',
    'shipping_state',
    'shipping_zipcode',
    'shipping_country',
  ],
  ip: ['ip'],
  user_agent: ['userAgent'],
  tracking: ['tracking_number', 'tracking_url'],
  note: ['refund_reason', 'staff_note'],
};

/** A message without the personal fields that a shop never sends. The products' own names are no persons. */
export function leaveOut(
  message: SegmentMessage,
  fields: readonly PersonalField[],
): SegmentMessage {
  if (fields.length === 0) return message;
  const keys = new Set(fields.flatMap((field) => KEYS[field]));
  const without = (object: object): object =>
    Object.fromEntries(
      Object.entries(object).filter(([key]) => !keys.has(key)),
    );
  const { context } = message;
  return {
    ...message,
    context: {
      ...without(context),
      ...(context.traits && { traits: without(context.traits) }),
    },
    ...(message.type === 'track' && {
      properties: without(message.properties),
    }),
    ...(message.type === 'identify' && { traits: without(message.traits) }),
  } as SegmentMessage;
}
