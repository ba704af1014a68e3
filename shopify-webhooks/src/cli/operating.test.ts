/** The commands of whoever operates the service, on a store that the service has filled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, setUpOutbox } from '../testing/outbox.ts';
import { deadList, deadShow } from './dead.ts';
import { replay } from './replay.ts';
import { status } from './status.ts';
import { settled } from './tail.ts';

let folder: string;
let env: NodeJS.ProcessEnv;
let printed: string;
let errors: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'operating-'));
  env = { STORE_FILE: join(folder, 'store.db') };
  printed = '';
  errors = '';
  jest
    .spyOn(console, 'log')
    .mockImplementation((line: string) => void (printed += `${line}\n`));
  jest
    .spyOn(console, 'error')
    .mockImplementation((line: string) => void (errors += `${line}\n`));
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

/** Three orders, one of which Segment refuses, and a body that is no order. The outbox stays open beside the commands. */
async function setUp() {
  let refuses = true;
  const outbox = setUpOutbox(
    (ids) => (refuses && ids.includes('2') ? fail(400) : ok()),
    { file: env['STORE_FILE'] ?? '' },
  );
  // The commands go by the time of the day.
  outbox.clock.advance(Date.now() - outbox.clock.now());
  await outbox.receive('1', '2', '3');
  await outbox.receiveTopic('orders/paid', { nonsense: true });
  await outbox.finish();
  return {
    ...outbox,
    finish: async () => {
      outbox.clock.advance(60_000);
      await outbox.finish();
    },
    mend: () => {
      refuses = false;
    },
  };
}

const again = {
  selection: { mode: { type: 'again', states: ['dead'] } },
  id: undefined,
  dryRun: false,
  json: true,
} as const;

const json = () => JSON.parse(printed) as unknown;

it('status tells what waits and what is dead', async () => {
  const { store, receive } = await setUp();
  await receive('4');
  await status(env, { json: true, last: 1 });
  expect(json()).toMatchObject({
    webhooks: { mapped: 3, received: 1 },
    messages: { dead: 1, 'handed over': 2 },
    backlog: { webhooks: { waiting: 1 }, messages: { waiting: 0, dead: 1 } },
  });
  printed = '';
  await status(env, { json: false, last: 1 });
  expect(printed).toMatch(
    /waiting +webhooks: 1, the oldest for .* messages: none/,
  );
  expect(printed).toContain('storefront-events dead list');
  await store.close();
});

it('dead list and dead show say what happened, and print nothing personal unless asked', async () => {
  const { store } = await setUp();
  await deadList(env, { json: true, limit: 10 });
  const [webhook, letter] = json() as { id: string }[];
  expect(webhook).toMatchObject({
    type: 'webhook',
    topic: 'orders/paid',
    reason:
      'it is not sure that the body is an order: include_fields of the webhook must have admin_graphql_api_id',
  });
  expect(letter).toMatchObject({
    type: 'message',
    topic: 'orders/create',
    event: 'Order Completed',
    reason: 'Segment answered 400',
  });
  printed = '';
  await deadList(env, { json: false, limit: 9 });
  expect(printed).toMatch(/Segment answered 400/);
  const id = letter?.id.slice(0, 20) ?? '';
  await deadShow(env, id, { json: false, body: false });
  expect(printed).toMatch(/tried +\+/);
  expect(printed).not.toMatch(/ada@|Sencha/);
  await deadShow(env, id, { json: false, body: true });
  expect(printed).toMatch(/ada@/);
  await store.close();
});

it.each(['0123', 'shopify-'])(
  'dead show says that %s is not one',
  async (id) => {
    const { store } = await setUp();
    await deadShow(env, id, { json: false, body: false });
    expect(errors).toMatch(/begins with/);
    expect(process.exitCode).toBe(1);
    await store.close();
  },
);

it('replay sends what was dead once its cause is mended, and nothing twice', async () => {
  const { store, finish, mend, sent } = await setUp();
  await replay(env, { ...again, dryRun: true });
  expect(json()).toMatchObject({ dryRun: true });
  await finish();
  const before = sent.length;
  mend();
  printed = '';
  await replay(env, again);
  const { webhooks } = json() as { webhooks: number };
  expect(webhooks).toBeGreaterThan(0);
  await finish();
  expect(
    sent.slice(before).map(({ properties }) => properties.order_id),
  ).toEqual(['2']);
  expect((await store.counts()).messages).toEqual({ 'handed over': 3 });
  await store.close();
});

it('replay --correct sends again what Segment has, under another id, and warns', async () => {
  const { store, finish, mend, sent } = await setUp();
  mend();
  const selection = { mode: { type: 'correct' } } as const;
  await replay(env, { ...again, selection });
  expect(errors).toMatch(/count these twice/);
  await finish();
  const ids = () =>
    new Set(
      sent
        .filter(({ properties }) => properties.order_id === '1')
        .map(({ messageId }) => messageId),
    ).size;
  expect(ids()).toBe(2);
  // The same correction again is another one.
  await replay(env, { ...again, selection });
  await finish();
  expect(ids()).toBe(3);
  await store.close();
});

it('replay takes one, by the beginning of an id', async () => {
  const { store } = await setUp();
  await deadList(env, { json: true, limit: 10 });
  const [letter] = json() as { id: string }[];
  printed = '';
  await replay(env, { ...again, id: letter?.id.slice(0, 16) ?? '' });
  expect(json()).toEqual({ webhooks: 1, dryRun: false });
  await replay(env, { ...again, id: 'abcdef' });
  expect(errors).toMatch(/Nothing has an id/);
  await store.close();
});

it('tail gives each record once, however many were settled at the same moment', async () => {
  const stop = new AbortController();
  const record = (id: string, settledAt: number) =>
    ({ type: 'message', id, status: 'handed over', settledAt }) as never;
  const all = [record('a', 5), record('b', 5), record('c', 5), record('d', 6)];
  let asked = 0;
  const seen: string[] = [];
  const operations = {
    settledAfter: (time: number) => {
      asked += 1;
      if (asked === 4) stop.abort();
      return Promise.resolve(
        all
          .slice(0, asked + 1)
          .filter(({ settledAt }: { settledAt: number }) => settledAt > time),
      );
    },
  };
  for await (const { id } of settled(operations, 0, stop.signal)) seen.push(id);
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

it('a command says where it has looked for a store', async () => {
  await deadList(
    { STORE_FILE: '/nowhere/store.db' },
    { json: false, limit: 1 },
  );
  expect(errors).toMatch(/no store at \/nowhere\/store\.db/);
  expect(process.exitCode).toBe(1);
});
