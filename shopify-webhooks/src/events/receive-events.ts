import type { Config } from '../config.ts';
import type {
  Answer,
  ReceiveDependencies,
  WebhookRequest,
} from '../receive.ts';
import { isBearer } from '../secret.ts';
import type { Added } from '../store/store.ts';
import { webhookKey } from '../webhook.ts';
import { fromCustomerIo, isSignedByCustomerIo } from './customer-io.ts';
import { EVENTS_TOPIC } from './topic.ts';
import { readEvent, type ReceivedEvent } from './received-event.ts';

/** How many events one request may have. */
const MAX_EVENTS = 500;

export interface ReceiveEventsDependencies extends Pick<
  ReceiveDependencies,
  'store' | 'now'
> {
  /** What senders prove themselves with: one, or several while one is being rotated. */
  readonly secrets: readonly string[];
  readonly shops: Config['shops'];
}

/**
 * Keeps events that other tools tell of, such as an email that was opened: one, or a list. What the plan allows is kept,
 * the same as a webhook, also where another of the list is refused: a repetition adds nothing.
 */
export async function receiveEvents(
  { headers, body }: WebhookRequest,
  dependencies: ReceiveEventsDependencies,
): Promise<Answer> {
  const { secrets, now } = dependencies;
  const signature = headers['x-cio-signature'];
  const timestamp = headers['x-cio-timestamp'];
  if (
    !isBearer(headers['authorization'], secrets) &&
    !isSignedByCustomerIo(body, { signature, timestamp }, secrets)
  )
    return { status: 401, body: 'The secret is missing or wrong.' };
  const parsed = parse(body);
  if (parsed === undefined)
    return { status: 400, body: 'The body is not JSON.' };
  const values: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (values.length === 0 || values.length > MAX_EVENTS)
    return {
      status: 422,
      body: `A list has 1 to ${String(MAX_EVENTS)} events; this has ${String(values.length)}.`,
    };
  const events: ReceivedEvent[] = [];
  const refused: string[] = [];
  for (const [index, value] of values.entries()) {
    const read = fromCustomerIo(value);
    if (read.status === 'unneeded') continue;
    const result = readEvent(
      read.status === 'event' ? read.event : value,
      now(),
    );
    if (result.status === 'ok') events.push(result.event);
    else
      refused.push(
        ...result.reasons.map((reason) => `${String(index)}: ${reason}`),
      );
  }
  const added = await Promise.all(
    events.map((event) => keep(event, dependencies)),
  );
  return answer(added, refused);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function keep(
  event: ReceivedEvent,
  { store, now, shops }: ReceiveEventsDependencies,
): Promise<Added> {
  const shop = shops.length === 1 ? (shops[0] ?? '') : '';
  return store.add({
    // By the sender's id, so that a repetition is one whatever else it says.
    key: webhookKey({
      topic: EVENTS_TOPIC,
      shop,
      webhookId: `${event.event}\0${event.messageId}`,
      body: new Uint8Array(),
    }),
    topic: EVENTS_TOPIC,
    shop,
    test: false,
    receivedAt: now(),
    body: Buffer.from(JSON.stringify(event)),
  });
}

function answer(added: readonly Added[], refused: readonly string[]): Answer {
  const lost = added.find((one) => one.status === 'unavailable');
  if (lost)
    return {
      status: 503,
      body: 'Not stored; please try again.',
      log: lost.reason,
    };
  const count = (status: Added['status']) =>
    String(added.filter((one) => one.status === status).length);
  const kept = `received ${count('received')}, duplicate ${count('duplicate')}`;
  return refused.length === 0
    ? { status: 200, body: kept }
    : {
        status: 422,
        body: `${kept}, refused:\n${refused.join('\n')}`,
        log: `refused: ${refused.slice(0, 5).join('; ')}`,
      };
}
