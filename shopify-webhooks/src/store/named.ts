import { hash } from 'node:crypto';
import { customerSubject, type Subject } from '../ledger.ts';
import {
  idOfGid,
  isObject,
  numericId,
  parsePayload,
  resourceId,
  text,
  type Json,
} from '../shopify/payload.ts';
import type { Webhook } from '../webhook.ts';
import type { Erasure, Settled } from './store.ts';

/** What a body is searched for: the customer that it is of, or whoever it names in any place. */
export type Search = 'owner' | 'anybody';

/** The subjects by which somebody who is to be erased is found in bodies. */
export function namesOf({
  customer,
  names,
}: Extract<Erasure, { scope: 'customer' }>): readonly Subject[] {
  // Their id is found where a customer's id stands: elsewhere it may be another's, or a quantity.
  const others = names.filter((name) => customerSubject(name) !== customer);
  return [customer, ...others.map(nameSubject)];
}

/**
 * Whom a body names: the hashes of whole values, never of a part of one. As `owner`, the customer it is of, by their id
 * if it has one, else by e-mail address and phone number: an order that somebody else is only mentioned in is not
 * theirs.
 */
export function namedIn(
  { topic, body }: Pick<Webhook, 'topic' | 'body'>,
  search: Search,
): ReadonlySet<Subject> {
  const parsed = parsePayload(body);
  if (parsed.status === 'unreadable')
    return new Set(quoted(body).map(nameSubject));
  const { payload } = parsed;
  if (search === 'owner') return new Set(owner(topic, payload));
  const all = new Set(owner(topic, payload));
  collect(payload, all);
  return all;
}

function owner(topic: string, payload: Json): Subject[] {
  const { customer } = payload;
  const person = isObject(customer) ? customer : {};
  const id =
    resourceId(person, 'Customer') ??
    customerIdIn(payload) ??
    (topic.startsWith('customers/')
      ? resourceId(payload, 'Customer')
      : undefined);
  if (id !== undefined) return [customerSubject(id)];
  return [
    payload['email'],
    payload['contact_email'],
    payload['phone'],
    person['email'],
    person['phone'],
  ].flatMap((name) => {
    const read = text(name);
    return read === undefined ? [] : [nameSubject(read)];
  });
}

function customerIdIn(payload: Json): string | undefined {
  return (
    numericId(payload['customer_id']) ??
    idOfGid(payload['customerId'], 'Customer')
  );
}

// Not by recursion: a body may be nested deeper than the stack is.
function collect(payload: Json, into: Set<Subject>): void {
  const waiting: unknown[] = [payload];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      into.add(nameSubject(value));
      const id = idOfGid(value, 'Customer');
      if (id !== undefined) into.add(customerSubject(id));
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) waiting.push(part);
      if (!isObject(value)) continue;
      const { customer } = value;
      const id =
        customerIdIn(value) ??
        (isObject(customer) ? resourceId(customer, 'Customer') : undefined);
      if (id !== undefined) into.add(customerSubject(id));
    }
  }
}

/** What stands between quotation marks in what is no JSON. */
function quoted(body: Uint8Array): string[] {
  const parts = new TextDecoder().decode(body).split('"');
  return parts.slice(1, -1);
}

/**
 * How the names of somebody may stand in JSON: as they are; with `<`, `>` and `&` escaped, as Rails does; with all but
 * ASCII escaped.
 */
export function spellingsOf(names: readonly string[]): readonly string[] {
  const cases = names.flatMap((name) => [
    name,
    name.toLowerCase(),
    name.toUpperCase(),
  ]);
  const all = cases.flatMap((name) => [
    name,
    name.replace(/[<>&]/g, escaped),
    name.replace(/[<>&]|[^ -~]/g, escaped),
  ]);
  return [...new Set(all)];
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A stored webhook, and what is known of whom it is about: nothing, or a resource. */
export interface Stored extends Pick<Webhook, 'topic' | 'body'> {
  readonly key: string;
  readonly resource: Subject | null;
  readonly status: string;
}

/** What is stored of somebody who is to be erased, and is not known to be of any customer. */
export interface Named {
  readonly keys: readonly string[];
  readonly resources: readonly Subject[];
}

/** Those of stored webhooks that name somebody who is to be erased: of guests, and what nobody reads. */
export function namedAmong(
  stored: readonly Stored[],
  erasure: Extract<Erasure, { scope: 'customer' }>,
): Named {
  const wanted = namesOf(erasure);
  const theirs = stored.filter(({ resource, status, ...webhook }) => {
    const isUnread = resource === null && status === 'ignored';
    const named = namedIn(webhook, isUnread ? 'anybody' : 'owner');
    return wanted.some((one) => named.has(one));
  });
  return {
    keys: theirs.map(({ key }) => key),
    resources: theirs.flatMap(({ resource }) => resource ?? []),
  };
}

/** By whom it is found that what is being settled is of somebody who has been erased since it was received. */
export function ownersOf(
  webhook: Pick<Webhook, 'topic' | 'body'>,
  { outcome, ledger }: Pick<Settled, 'outcome' | 'ledger'>,
): readonly Subject[] {
  const { customer, resource } = ledger?.concerns ?? {};
  // What nobody reads, and nothing is made of, may name them anywhere.
  const isUnread = !ledger && outcome.status === 'ignored';
  return [
    ...[customer, resource].filter((one) => one !== undefined),
    ...namedIn(webhook, isUnread ? 'anybody' : 'owner'),
  ];
}

/** Of an e-mail address or a phone number. */
function nameSubject(name: string): Subject {
  return hash('sha256', `name\0${name.trim().toLowerCase()}`, 'base64url');
}
