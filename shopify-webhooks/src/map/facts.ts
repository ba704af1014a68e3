import type { Whole } from '../consent.ts';
import type { ConsentConfig } from '../consent-settings.ts';
import {
  CLOCK_TOLERANCE_MS,
  deniedBy,
  visitorSubject,
  type ConsentBasis,
  type CustomerDenial,
  type Fact,
  type KnownOrder,
  type Merge,
  type Subject,
} from '../ledger.ts';
import type { SegmentMessage } from '../message.ts';
import { defined } from '../defined.ts';
import { money } from '../shopify/money-of.ts';
import {
  currencyCode,
  moment,
  numericId,
  text,
  type Json,
} from '../shopify/payload.ts';
import { wholeOf, type MapInput } from './mapping.ts';

/** What a webhook adds to the ledger. */
export interface LedgerChanges {
  readonly facts: readonly Fact[];
  readonly denial: CustomerDenial | undefined;
  readonly merge?: Merge | undefined;
}

/**
 * What is to be remembered of a webhook: of its order, checkout or contract who it is, what they agreed to and in which
 * currency it is, and of its customer what they said last. Ids only of those who may be named.
 */
export function factsOf(
  input: MapInput,
  config: ConsentConfig,
  outcome: {
    readonly messages: readonly SegmentMessage[];
    readonly remember: KnownOrder | undefined;
    readonly excluded: string | undefined;
  },
): LedgerChanges {
  const { about, payload, receivedAt } = input;
  const { order, checkout, contract, customer, cart, visitor } = about.subjects;
  const whole = wholeOf(input.permission);
  const { answers, subjects } = input.permission;
  const at = moment(payload['updated_at'], receivedAt) ?? receivedAt;
  const owners = { cart, visitor: visitor ?? namedVisitor(whole), customer };
  const basis = whole && basisOf(whole, config);
  const person = {
    told: true as const,
    ...(answers && { answers }),
    anonymousId: whole?.anonymousId ?? null,
    ...userOf(input.userId, input),
    subjects,
  };
  const facts: Fact[] = [];
  const carriesPerson = Array.isArray(payload['note_attributes']);
  if (order !== undefined)
    facts.push({
      subject: order,
      at,
      known: {
        ...(carriesPerson && person),
        order: {
          ...(carriesPerson && orderFacts(payload)),
          ...outcome.remember,
          ...(outcome.excluded !== undefined && { excluded: outcome.excluded }),
          sent: sentOf(outcome.messages),
        },
      },
      ...(carriesPerson && { basis }),
      ...owners,
    });
  for (const subject of [
    about.orderId === undefined ? checkout : undefined,
    contract,
  ])
    if (subject !== undefined)
      facts.push({ subject, at, known: person, basis, ...owners });
  const ofCustomer = customerFact(input, config);
  if (ofCustomer) facts.push({ ...ofCustomer, basis });
  return {
    facts,
    denial: customer === undefined ? undefined : denialOf(input, config),
  };
}

/** Their ids are kept as long as what is required is granted, whatever else they take back. */
function basisOf({ basis }: Whole, { required }: ConsentConfig): ConsentBasis {
  const granted = basis.granted.filter((one) => required.includes(one));
  return { ...basis, granted };
}

/** A visitor whom the payload does not name, but a handover does, or what is known of the checkout. */
function namedVisitor(whole: Whole | undefined): Subject | undefined {
  return whole?.anonymousId === undefined
    ? undefined
    : visitorSubject(whole.anonymousId);
}

function orderFacts(order: Json): KnownOrder {
  const shop = money('shop', currencyCode(order['currency']));
  const seen = money(
    'presentment',
    currencyCode(order['presentment_currency']),
  );
  return defined({
    number: text(order['name']) ?? numericId(order['order_number']),
    currency: shop.currency,
    total: shop.read(order, 'total_price'),
    presentmentCurrency: seen.currency,
    presentmentTotal: seen.read(order, 'total_price'),
  });
}

function sentOf(
  messages: readonly SegmentMessage[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    messages.flatMap((message) =>
      message.type === 'track' ? [[message.event, message.timestamp]] : [],
    ),
  );
}

function customerFact(
  { about, payload, userId, customer: known, permission, settings }: MapInput,
  { saleOrSharing }: ConsentConfig,
): Fact | undefined {
  const { reading, receivedAt } = about;
  const { customer, cart, visitor } = about.subjects;
  if (customer === undefined || reading.status === 'unreadable')
    return undefined;
  const placedAt =
    about.orderId === undefined
      ? undefined
      : milliseconds(payload['created_at']);
  const first =
    placedAt === undefined
      ? {}
      : { firstOrderAt: Math.min(placedAt, known?.firstOrderAt ?? Infinity) };
  const { answers } = permission;
  if (reading.status === 'absent' || !answers)
    return placedAt === undefined
      ? undefined
      : { subject: customer, at: 0, known: { told: true, ...first }, customer };
  const { implied, gpc, decidedAt } = reading.consent;
  const at = inTime(decidedAt, receivedAt);
  const optsIn =
    implied !== true &&
    !gpc &&
    saleOrSharing.every((category) => answers.categories[category] === true);
  return {
    subject: customer,
    at,
    known: {
      told: true,
      ...first,
      answers,
      ...userOf(wholeOf(permission) && userId, { settings }),
      subjects: [cart, visitor, customer].filter((one) => one !== undefined),
      // It holds for the person until they say otherwise themselves, whichever browser they use next.
      ...(gpc && { gpcSince: Math.max(at, known?.gpcSince ?? 0) }),
      ...(optsIn && { gpcSince: null }),
    },
    cart,
    visitor,
    customer,
  };
}

function userOf(
  userId: string | undefined,
  { settings }: Pick<MapInput, 'settings'>,
) {
  return userId === undefined
    ? { userId: null, userIdRule: null }
    : { userId, userIdRule: settings.userId };
}

/** A no on an order holds for the customer, also for an older yes of theirs that arrives later. */
function denialOf(
  { about }: MapInput,
  config: ConsentConfig,
): CustomerDenial | undefined {
  const { reading, receivedAt, subjects } = about;
  if (reading.status !== 'decided' || subjects.customer === undefined)
    return undefined;
  const { categoryPreferences, decidedAt, gpc, implied } = reading.consent;
  // Global Privacy Control is a no to what nobody has said yes to.
  const held = gpc && implied === true ? config.saleOrSharing : [];
  const answers = {
    ...categoryPreferences,
    ...Object.fromEntries(held.map((category) => [category, false])),
  };
  // Those that the settings name: the ledger has one name for all others.
  const named = [...config.categories, ...config.required];
  const categories = deniedBy(answers, config).filter((category) =>
    named.includes(category),
  );
  return categories.length === 0
    ? undefined
    : {
        customer: subjects.customer,
        categories,
        at: inTime(decidedAt, receivedAt),
      };
}

/** When a visitor decided, as far ahead of our clock as theirs may be: what they say later must not be older for ever. */
function inTime(decidedAt: string, receivedAt: number): number {
  return Math.min(Date.parse(decidedAt), receivedAt + CLOCK_TOLERANCE_MS);
}

function milliseconds(value: unknown): number | undefined {
  const result = typeof value === 'string' ? Date.parse(value) : NaN;
  return isNaN(result) ? undefined : result;
}
