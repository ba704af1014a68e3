import type { About } from '../about.ts';
import { knownAt, type Remembered } from '../claim.ts';
import { permissionOf, type Permission } from '../consent.ts';
import { userIdOf } from '../identity.ts';
import type { Known, Subject } from '../ledger.ts';
import type { UserIdRule } from '../map-settings.ts';
import type { Draft, SegmentMessage } from '../message.ts';
import { isObject, parsePayload, text, type Json } from '../shopify/payload.ts';
import type { Settled, WebhookOutcome } from '../store/store.ts';
import { EVENTS_TOPIC } from '../events/topic.ts';
import { seenOf, type Seen } from '../templates/seen.ts';
import type { Webhook } from '../webhook.ts';
import { contextOf } from './envelope.ts';
import { factsOf, type LedgerChanges } from './facts.ts';
import { freeze } from './freeze.ts';
import {
  wholeOf,
  type MapConfig,
  type MapInput,
  type MapResult,
} from './mapping.ts';
import { mergeOf } from './merge.ts';
import { excludedBy } from './order-filter.ts';
import { PRIVACY_TOPICS, privacyRequest } from './privacy.ts';
import { rulesOf, type EventRule } from './events.ts';
import { received, receivedEvent } from './received.ts';
import { TOPICS, type Topic } from './topics.ts';
import { personTraits } from './traits.ts';

/** A webhook that can be mapped, as soon as it is known what the ledger remembers of those it is about. */
export interface ReadWebhook {
  readonly status: 'readable';
  readonly webhook: Webhook;
  readonly payload: Json;
  readonly about: About;
  readonly topic: Topic;
  readonly rules: readonly Pick<EventRule, 'map'>[];
}

/** What becomes of a webhook before its messages are frozen. */
export type Mapped =
  | {
      readonly status: 'mapped';
      readonly drafts: readonly Draft[];
      readonly changes: LedgerChanges;
      /** The same, if in the end nothing of it can be sent. */
      readonly unsent: () => LedgerChanges;
      readonly permission: Permission;
      /** What a template is given beside the message. */
      readonly seen: () => Seen;
    }
  | {
      readonly status: 'ignored' | 'withheld';
      readonly reason: string;
      readonly changes: LedgerChanges;
    }
  | {
      readonly status: 'dead';
      readonly reason: string;
      readonly changes?: LedgerChanges;
    };

/** How long a webhook waits for what it needs to be known: in milliseconds. */
export const PARKED_MS = 15 * 60 * 1000;

/** Reads a webhook, or says what becomes of it: what cannot be read is kept with the reason. */
export function readWebhook(
  webhook: Webhook,
  config: MapConfig,
): ReadWebhook | Exclude<WebhookOutcome, { status: 'mapped' | 'parked' }> {
  const { topic: name, receivedAt } = webhook;
  const isPrivacy = PRIVACY_TOPICS.some((other) => other === name);
  const topic = name === EVENTS_TOPIC ? received : TOPICS.get(name);
  if (name === 'app/uninstalled')
    return {
      status: 'ignored',
      reason: 'the app was uninstalled: Shopify sends nothing more',
    };
  if (!topic && !isPrivacy)
    return { status: 'ignored', reason: 'no mapping for this topic' };
  const rules =
    name === EVENTS_TOPIC
      ? [receivedEvent]
      : (rulesOf(config.mapping.triggers).get(name) ?? []);
  // What an order says of consent counts for its refunds also where no event is made of it.
  if (topic && rules.length === 0 && !topic.remembers)
    return { status: 'ignored', reason: 'switched off by EVENTS' };
  const parsed = parsePayload(webhook.body);
  if (parsed.status === 'unreadable')
    return { status: 'dead', reason: parsed.reason };
  const { payload } = parsed;
  if (!topic) return privacyRequest(name, payload, config.shops);
  if (webhook.test && !config.mapping.sendTestOrders)
    return { status: 'ignored', reason: 'test order' };
  const refused = topic.refuses?.(payload);
  if (refused !== undefined) return { status: 'dead', reason: refused };
  const about = topic.about(payload, name, receivedAt);
  return { status: 'readable', webhook, payload, about, topic, rules };
}

/** What a webhook waits for, if it must wait: the order or the person it is about is not known yet. */
export function waitsFor(
  { about, topic }: ReadWebhook,
  { known }: Pick<Remembered, 'known'>,
): Subject | undefined {
  const isTold = (subject: Subject | undefined) =>
    knownAt(subject, known)?.told === true;
  const { order, contract, customer } = about.subjects;
  switch (topic.needs) {
    case undefined:
      return undefined;
    case 'order':
      return isTold(order) ? undefined : order;
    case 'customer':
      return [order, contract, customer].some(isTold)
        ? undefined
        : (customer ?? order ?? contract);
  }
}

/** Turns what was read into Segment messages, each with what the person's presence in it rests on. Pure. */
export function mapRead(
  read: ReadWebhook,
  remembered: Remembered,
  config: MapConfig,
): Mapped {
  const input = inputOf(read, remembered, config);
  const excluded =
    read.topic.isFiltered === true
      ? excludedBy(read.payload, config.mapping)
      : input.order?.order?.excluded;
  const results: readonly MapResult[] =
    excluded !== undefined
      ? [{ status: 'ignored', reason: excluded }]
      : input.permission.status === 'dropped'
        ? [{ status: 'withheld', reason: input.permission.reason }]
        : read.rules.map(({ map }) => map(input));
  const dead = results.find((result) => result.status === 'dead');
  if (dead) return dead;
  const messages = results.flatMap((result) =>
    result.status === 'mapped' ? result.messages : [],
  );
  const remember = results
    .map((result) => ('remember' in result ? result.remember : undefined))
    .find((known) => known !== undefined);
  const changesWith = (sent: readonly SegmentMessage[]): LedgerChanges => ({
    ...factsOf(input, config.consent, {
      messages: sent,
      remember,
      excluded,
    }),
    merge: mergeOf(read.webhook.topic, read.payload),
  });
  const changes = changesWith(messages);
  if (messages.length > 0)
    return {
      status: 'mapped',
      drafts: messages.map((message) => draftOf(message, input)),
      changes,
      unsent: () => changesWith([]),
      permission: input.permission,
      seen: () => seenOf(input.permission, read.payload, input),
    };
  const withheld = results.find((result) => result.status === 'withheld');
  const other = results.find((result) => result.status === 'ignored');
  return {
    status: withheld ? 'withheld' : 'ignored',
    reason: withheld?.reason ?? other?.reason ?? 'switched off by EVENTS',
    changes,
  };
}

/**
 * Freezes what was mapped: from here on it is sent as it is, or not at all.
 *
 * @param correction how often the webhook was replayed as a correction
 */
export function settle(
  { about }: Pick<ReadWebhook, 'about'>,
  mapped: Mapped,
  config: MapConfig,
  correction = 0,
): Pick<Settled, 'outcome' | 'ledger'> {
  const { order, checkout, contract, customer } = about.subjects;
  const concerns = { customer, resource: order ?? checkout ?? contract };
  const ledger = { ...mapped.changes, concerns };
  return mapped.status === 'mapped'
    ? {
        outcome: {
          status: 'mapped',
          messages: mapped.drafts.map((draft) =>
            freeze(draft, config.mapping, correction),
          ),
        },
        ledger,
      }
    : { outcome: { status: mapped.status, reason: mapped.reason }, ledger };
}

/** What the mappings of a webhook are given. */
export function inputOf(
  { webhook, payload, about }: ReadWebhook,
  remembered: Remembered,
  config: MapConfig,
): MapInput {
  const known = byRule(remembered.known, config.mapping.userId);
  const { order, checkout, contract, customer, merged } = about.subjects;
  const permission = permissionOf(
    about,
    { ...remembered, known },
    config.consent,
  );
  const whole = wholeOf(permission);
  const { email } = isObject(payload['customer'])
    ? payload['customer']
    : payload;
  const { customerId: id } = about;
  const traits = once(() => personTraits(payload));
  return {
    topic: webhook.topic,
    payload,
    shop: signedShop(config.shops),
    receivedAt: webhook.receivedAt,
    about,
    permission,
    userId:
      whole &&
      (userIdOf(config.mapping.userId, {
        id,
        email: id === undefined ? undefined : text(email),
      }) ??
        whole.userId),
    settings: config.mapping,
    traits,
    context: once(() => contextOf(permission, payload, traits)),
    order: knownAt(order, known),
    checkout: knownAt(checkout, known) ?? knownAt(contract, known),
    customer: knownAt(customer, known),
    merged: knownAt(merged, known),
  };
}

/** A userId counts under the rule that it was made by only. */
function byRule(
  known: ReadonlyMap<Subject, Known>,
  rule: UserIdRule,
): ReadonlyMap<Subject, Known> {
  return new Map(
    [...known].map(([subject, { userId, ...rest }]) => [
      subject,
      userId !== undefined && rest.userIdRule === rule
        ? { ...rest, userId }
        : rest,
    ]),
  );
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function draftOf(message: SegmentMessage, { permission }: MapInput): Draft {
  return {
    message,
    basis: wholeOf(permission)?.basis,
    decision:
      permission.status === 'granted'
        ? permission.status
        : `${permission.status}: ${permission.reason}`,
  };
}

/**
 * The shop that the signature vouches for: the header is not signed. Where one shop is served, the secret belongs to
 * it; where there are several, none is named, and Shopify's ids, which are unique among all shops, tell them apart.
 */
function signedShop(shops: readonly string[]): string {
  return shops.length === 1 ? (shops[0] ?? '') : '';
}
