/** Customer.io's reporting webhooks. @see https://docs.customer.io/integrations/data-out/connections/webhooks/ */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { defined } from '../defined.ts';
import { isObject, type Json } from '../shopify/payload.ts';

/** What its metrics of an email are called in the plan. The others are no events here. */
const EVENTS: ReadonlyMap<unknown, string> = new Map([
  ['delivered', 'Email Delivered'],
  ['opened', 'Email Opened'],
  ['clicked', 'Email Link Clicked'],
  ['bounced', 'Email Bounced'],
  ['spammed', 'Email Marked as Spam'],
  ['unsubscribed', 'Unsubscribed'],
]);

export type CustomerIoReading =
  | { readonly status: 'another' }
  /** Understood, and nothing that is sent on. */
  | { readonly status: 'unneeded' }
  | { readonly status: 'event'; readonly event: Json };

/** Reads one of its webhooks as an event; `another` if it is none of them. */
export function fromCustomerIo(body: unknown): CustomerIoReading {
  if (!isObject(body) || !('event_id' in body) || !('metric' in body))
    return { status: 'another' };
  const event = EVENTS.get(body['metric']);
  const ofEmail =
    body['object_type'] === 'email' ||
    (body['object_type'] === 'customer' && body['metric'] === 'unsubscribed');
  if (event === undefined || !ofEmail) return { status: 'unneeded' };
  const data = isObject(body['data']) ? body['data'] : {};
  const identifiers = isObject(data['identifiers']) ? data['identifiers'] : {};
  return {
    status: 'event',
    event: defined({
      messageId: body['event_id'],
      event,
      timestamp: body['timestamp'],
      userId: identifiers['id'] ?? data['customer_id'] ?? undefined,
      properties: defined({
        email_id: idOf(data['delivery_id']),
        email_subject: data['subject'],
        campaign_id: idOf(data['campaign_id'] ?? data['broadcast_id']),
        ...(event === 'Email Link Clicked' && {
          link_id: idOf(data['link_id']),
          link_url: data['href'],
        }),
      }),
    }),
  };
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

/** True if it is signed with one of the secrets: HMAC-SHA256 over `v0:<timestamp>:<body>`, in hexadecimal. */
export function isSignedByCustomerIo(
  body: Uint8Array,
  {
    signature,
    timestamp,
  }: { readonly signature: unknown; readonly timestamp: unknown },
  secrets: readonly string[],
): boolean {
  if (
    typeof signature !== 'string' ||
    typeof timestamp !== 'string' ||
    !/^[0-9a-f]{64}$/i.test(signature) ||
    !/^\d{1,12}$/.test(timestamp)
  )
    return false;
  const given = Buffer.from(signature, 'hex');
  return secrets.some((secret) =>
    timingSafeEqual(
      createHmac('sha256', secret)
        .update(`v0:${timestamp}:`)
        .update(body)
        .digest(),
      given,
    ),
  );
}
