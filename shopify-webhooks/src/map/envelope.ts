import { CART_ATTRIBUTE, decodeCampaign } from '@storefront-events/plan/wire';
import { derivedAnonymousId, messageIdOf, type Resource } from '../identity.ts';
import { LIBRARY } from '../library.ts';
import type { Envelope, Identity, MessageContext, Traits } from '../message.ts';
import type { Permission } from '../consent.ts';
import { noteAttributes } from '../shopify/note-attributes.ts';
import { isObject, text, type Json } from '../shopify/payload.ts';
import { wholeOf, type MapInput } from './mapping.ts';

/** What a message is about, and when it happened. */
export interface Happening {
  readonly event: string;
  readonly resourceId: string;
  readonly discriminator?: string | undefined;
  /** ISO 8601; undefined: when it arrived. */
  readonly timestamp: string | undefined;
  /** What stands in for the person where there is none; the resource itself, and an order, unless it says otherwise. */
  readonly standIn?: { readonly resource: Resource; readonly id: string };
}

/** What every message has: its id, time, consent and person. */
export function envelope(
  input: MapInput,
  happening: Happening,
): Envelope & Identity {
  const { shop, permission, receivedAt } = input;
  const { event, resourceId, discriminator, timestamp } = happening;
  const common = {
    messageId: messageIdOf({ shop, event, resourceId, discriminator }),
    timestamp: timestamp ?? new Date(receivedAt).toISOString(),
    context: input.context(),
  };
  const { resource, id } = happening.standIn ?? {
    resource: 'order',
    id: resourceId,
  };
  const nobody = () => derivedAnonymousId(shop, id, resource);
  const whole = wholeOf(permission);
  if (!whole)
    return {
      ...common,
      anonymousId: nobody(),
      integrations: { All: false },
    };
  const { anonymousId } = whole;
  const { userId } = input;
  return userId === undefined
    ? { ...common, anonymousId: anonymousId ?? nobody() }
    : { ...common, userId, ...(anonymousId !== undefined && { anonymousId }) };
}

/** What every message of a webhook says of the circumstances. */
export function contextOf(
  permission: Permission,
  payload: Json,
  traits: () => Traits,
): MessageContext {
  const stamp =
    permission.status === 'dropped' ||
    permission.categoryPreferences === undefined
      ? {}
      : { consent: { categoryPreferences: permission.categoryPreferences } };
  const gpc = permission.status !== 'dropped' && permission.gpc;
  const whole = wholeOf(permission);
  return {
    ...stamp,
    ...(gpc && { gpc: true as const }),
    library: LIBRARY,
    ...(whole && aboutPerson(payload, traits())),
    // Where they are and with what: only where they agreed, whatever else is sent.
    ...(permission.status === 'granted' && aboutBrowser(payload)),
  };
}

function aboutPerson(payload: Json, traits: Traits): Partial<MessageContext> {
  const locale = text(payload['customer_locale'], 35);
  return {
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(locale !== undefined && { locale }),
  };
}

function aboutBrowser(payload: Json): Partial<MessageContext> {
  const details = payload['client_details'];
  const client = isObject(details) ? details : {};
  const ip = text(payload['browser_ip'], 45) ?? text(client['browser_ip'], 45);
  const userAgent = text(client['user_agent']);
  const campaign = Array.isArray(payload['note_attributes'])
    ? decodeCampaign(noteAttributes(payload).get(CART_ATTRIBUTE.campaign))
    : undefined;
  return {
    ...(campaign && { campaign }),
    ...(ip !== undefined && { ip }),
    ...(userAgent !== undefined && { userAgent }),
  };
}
