import type {
  DeadLetter,
  FoundMessage,
  FoundWebhook,
  RecordFilter,
} from '../store/operations.ts';
import { fail, operating } from './reading.ts';
import { duration, moment, shortId, table, wrapped } from './table.ts';

export interface DeadListOptions extends RecordFilter {
  readonly json: boolean;
  readonly limit: number;
}

/** Lists the dead webhooks and messages, oldest first. */
export function deadList(
  env: NodeJS.ProcessEnv,
  { json, limit, ...filter }: DeadListOptions,
): Promise<void> {
  return operating(env, async (operations) => {
    // One more says whether there are more.
    const letters = await operations.dead(filter, limit + 1);
    const shown = letters.slice(0, limit);
    if (json) {
      console.log(JSON.stringify(shown.map(asJson)));
      return;
    }
    if (shown.length === 0) {
      console.log('Nothing is dead.');
      return;
    }
    console.log(
      table(
        ['id', 'received (UTC)', 'what', 'why'],
        shown.map(({ id, receivedAt, topic, event, reason = '' }) => [
          shortId(id),
          moment(receivedAt),
          event === undefined ? topic : `${topic}\n→ ${event}`,
          wrapped(reason),
        ]),
      ),
    );
    if (letters.length > limit)
      console.log(`There are more: --limit ${String(limit * 10)}`);
    console.log(
      'Look at one: storefront-events dead show ID. Once the cause is mended: storefront-events replay --dry-run',
    );
  });
}

function asJson({ receivedAt, ...letter }: DeadLetter) {
  return { ...letter, receivedAt: new Date(receivedAt).toISOString() };
}

/** Shows a webhook with its messages; with their bodies, which are personal, only if asked. */
export function deadShow(
  env: NodeJS.ProcessEnv,
  id: string,
  { json, body }: { readonly json: boolean; readonly body: boolean },
): Promise<void> {
  return operating(env, async (operations) => {
    const found = await operations.find(id);
    switch (found.status) {
      case 'none':
        fail(
          `Nothing has an id that begins with ${id}: storefront-events dead list`,
        );
        return;
      case 'several':
        fail(`More than one id begins with ${id}: give more of it.`);
        return;
      case 'found': {
        const { webhook } = found;
        if (json) console.log(JSON.stringify(recordOf(webhook, body)));
        else print(webhook, body);
      }
    }
  });
}

function recordOf({ body, messages, ...webhook }: FoundWebhook, all: boolean) {
  return {
    ...webhook,
    receivedAt: new Date(webhook.receivedAt).toISOString(),
    bytes: body.byteLength,
    ...(all && { body: Buffer.from(body).toString() }),
    messages: messages.map(({ body: text, ...message }) => ({
      ...message,
      ...(all && { body: text }),
    })),
  };
}

function print(webhook: FoundWebhook, all: boolean): void {
  const { key, topic, shop, receivedAt, status, reason, starts } = webhook;
  const size = webhook.body.byteLength;
  const lines = [
    ['webhook', key],
    ['topic', topic],
    ['shop', shop],
    ['received', `${moment(receivedAt)} UTC`],
    ['state', reason === undefined ? status : `${status}: ${reason}`],
    ['mapping begun', `${String(starts)} time(s)`],
    [
      'body',
      size > 0
        ? `${size.toLocaleString('en')} bytes${all ? '' : ' (--body shows it: it is personal)'}`
        : 'none: erased, or kept long enough',
    ],
  ];
  for (const [name = '', value = ''] of lines)
    console.log(`${name.padEnd(14)} ${value}`);
  if (all) console.log(Buffer.from(webhook.body).toString());
  if (webhook.messages.length === 0) return;
  console.log(
    table(
      ['message', 'event', 'state', 'tries', 'times (UTC)'],
      webhook.messages.map(messageRow),
    ),
  );
  if (all) for (const { body } of webhook.messages) console.log(body);
}

function messageRow(message: FoundMessage): string[] {
  const { messageId, event, status, reason, flags, starts } = message;
  const { occurredAt, mappedAt, firstStartAt, settledAt } = message;
  return [
    shortId(messageId),
    event,
    wrapped([status, reason, ...flags].filter(Boolean).join(': ')),
    String(starts),
    [
      `happened ${moment(occurredAt)}`,
      `mapped   +${duration(mappedAt - occurredAt)}`,
      firstStartAt === undefined
        ? ''
        : `tried    +${duration(firstStartAt - occurredAt)}`,
      settledAt === undefined
        ? ''
        : `settled  +${duration(settledAt - occurredAt)}`,
    ]
      .filter(Boolean)
      .join('\n'),
  ];
}
