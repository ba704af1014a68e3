import { happeningOf } from './orders.ts';
import type { Taken } from './segment.ts';
import type { World } from './world.ts';

interface WebhookRow {
  readonly seq: number | string;
  readonly topic: string;
  readonly status: string;
  readonly reason: string | null;
}

interface MessageRow {
  readonly seq: number | string;
  readonly message_id: string;
  readonly event: string;
  readonly status: string;
  readonly reason: string | null;
  readonly resource: string | null;
  readonly body: string;
  readonly mapped_at: number | string;
  readonly settled_at: number | string | null;
}

/** How long a message waits for an older one of its order: docs/operating.md. */
const ORDER_WAIT_MS = 60_000;

/** What a round came to. */
export interface Balance {
  readonly webhooks: number;
  readonly messages: number;
  /** Messages that came again, with the same body. */
  readonly repeated: number;
  /** Messages that came after a younger one of the same order, which had not waited for them. */
  readonly outOfOrder: number;
  readonly dead: number;
  readonly violations: readonly string[];
}

export const NOTHING: Balance = {
  webhooks: 0,
  messages: 0,
  repeated: 0,
  outOfOrder: 0,
  dead: 0,
  violations: [],
};

/**
 * Holds what was answered 200 against what the store says of it and what arrived. Each round is reckoned by itself, when
 * nothing waits any more.
 */
export class ChaosLedger {
  #lastWebhook = 0;
  #lastMessage = 0;

  /** @param keepsOrder whether what comes out of order is a violation, or only counted */
  async balance(world: World, keepsOrder: boolean): Promise<Balance> {
    const { segment, shopify, processes } = world;
    const webhooks = await world.store.rows<WebhookRow>(
      `SELECT seq, topic, status, reason FROM webhooks WHERE seq > ${String(this.#lastWebhook)} ORDER BY seq`,
    );
    const messages = await world.store.rows<MessageRow>(
      `SELECT seq, message_id, event, status, reason, resource, ${world.store.messageBody} AS body, mapped_at, settled_at
       FROM messages
       WHERE seq > ${String(this.#lastMessage)} ORDER BY seq`,
    );
    this.#lastWebhook = Number(webhooks.at(-1)?.seq ?? this.#lastWebhook);
    this.#lastMessage = Number(messages.at(-1)?.seq ?? this.#lastMessage);
    const acknowledged = shopify.acknowledged.splice(0);
    const taken = await segment.taken();
    const isRefused = (id: string) => segment.refused.has(id);
    const overtakers = overtaking(messages, taken);
    const violations = [
      ...segment.violations.splice(0),
      ...shopify.violations.splice(0),
      ...processes.violations.splice(0),
      ...(webhooks.length === acknowledged.length
        ? []
        : [
            `${String(acknowledged.length)} webhooks were answered 200, ${String(webhooks.length)} are stored`,
          ]),
      ...webhooks.flatMap(wrongWebhook),
      ...wrongMessages(messages, taken, isRefused),
      ...missing(
        acknowledged.flatMap(({ happenings }) => happenings),
        messages,
      ),
      ...doubled(taken),
      ...(keepsOrder ? overtakers : []),
    ];
    return {
      webhooks: acknowledged.length,
      messages: messages.length,
      repeated: taken.length - new Set(taken.map(idOf)).size,
      outOfOrder: overtakers.length,
      dead: messages.filter(({ status }) => status === 'dead').length,
      violations,
    };
  }
}

const idOf = ({ messageId }: Taken) => messageId;

function wrongWebhook({ topic, status, reason }: WebhookRow): string[] {
  const right = topic === 'app/noise' ? 'ignored' : 'mapped';
  return status === right
    ? []
    : [`a webhook (${topic}) is ${status}: ${String(reason)}`];
}

/** Messages that are neither at Segment nor dead because Segment refused them. */
function wrongMessages(
  messages: readonly MessageRow[],
  taken: readonly Taken[],
  isRefused: (id: string) => boolean,
): string[] {
  const arrived = new Set(taken.map(idOf));
  const rejected = taken.flatMap(({ messageId, rejected: reason }) =>
    reason === undefined ? [] : [`${messageId} was rejected: ${reason}`],
  );
  const wrong = messages.filter(({ message_id: id, status }) =>
    status === 'dead'
      ? !isRefused(id)
      : status !== 'handed over' || !arrived.has(id),
  );
  return [
    ...rejected,
    ...wrong.map(
      ({ message_id: id, event, status, reason }) =>
        `${id} (${event}) is ${status} (${String(reason)}), and ${arrived.has(id) ? 'arrived' : 'did not arrive'}`,
    ),
  ];
}

/** What was told in a webhook that was answered 200, and is in no message. */
function missing(
  happenings: readonly string[],
  messages: readonly MessageRow[],
): string[] {
  const known = new Set(
    messages.map(({ event, body }) => {
      const { properties = {} } = JSON.parse(body) as {
        properties?: Record<string, unknown>;
      };
      return happeningOf(event, properties);
    }),
  );
  return happenings
    .filter((happening) => !known.has(happening))
    .map((happening) => `${happening}: there is no message of it`);
}

/** What happened once and came under two ids. */
function doubled(taken: readonly Taken[]): string[] {
  const ids = new Map<string, string>();
  return taken.flatMap(({ event, properties = {}, messageId }) => {
    if (event === undefined) return [];
    const happening = happeningOf(event, properties);
    const first = ids.get(happening) ?? messageId;
    ids.set(happening, first);
    return first === messageId ? [] : [`${happening}: it came under two ids`];
  });
}

/**
 * Messages that came before an older one of the same order that was to be sent too, and had not waited for it as long as
 * is promised. Times are the store's.
 */
function overtaking(
  messages: readonly MessageRow[],
  taken: readonly Taken[],
): string[] {
  const place = new Map<string, number>();
  for (const { messageId, seq } of taken)
    if (!place.has(messageId)) place.set(messageId, seq);
  const earliest = new Map<string, number>();
  return [...messages].reverse().flatMap((message) => {
    const { message_id: id, resource, mapped_at, settled_at } = message;
    const at = place.get(id);
    if (at === undefined || resource === null) return [];
    const younger = earliest.get(resource) ?? Infinity;
    const hasWaited = Number(settled_at) - Number(mapped_at) >= ORDER_WAIT_MS;
    if (!hasWaited) earliest.set(resource, Math.min(at, younger));
    return at > younger
      ? [`${id} (${message.event}) came after a younger one of its order`]
      : [];
  });
}
