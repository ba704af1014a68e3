/** The privacy topics, from the webhook to what is left. */
import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderSubject } from '../ledger.ts';
import { heldOf } from '../store/sqlite-held.ts';
import { noteAttributes } from '../testing/consent.ts';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';
import { SHOP } from '../testing/webhook.ts';

const granted = noteAttributes(
  { analytics: true, marketing: false },
  'visitor-1',
);
const ada = { id: 77, email: 'ada@example.com', phone: null };
const bob = { id: 78, email: 'bob@example.com', phone: null };
const redact = (customer: object, orders_to_redact: number[]) => ({
  shop_id: 1,
  shop_domain: SHOP,
  customer,
  orders_to_redact,
});

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'privacy-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Ada and Bob have ordered; Ada's order waits to be sent, and much else of hers is kept. */
async function setUp() {
  const file = join(folder, 'store.db');
  const outbox = setUpOutbox(ok, { file });
  const { store, mapper, receiveOrder, receiveTopic } = outbox;
  await store.ledger.record(makeEntry({ kind: 'handover' }));
  await receiveOrder('1', { note_attributes: granted, customer: ada });
  await receiveOrder('2', {
    note_attributes: noteAttributes({ analytics: true }, 'visitor-2'),
    cart_token: 'c2',
    customer: bob,
    email: bob.email,
  });
  // Nobody reads it, and it names her.
  await receiveTopic('carts/update', { id: 5, email: ada.email });
  await receiveTopic('refunds/create', { id: 9, order_id: 3, note: 'for Ada' });
  await mapper.mapSome();
  /** Everything that the store has on disk, as text. */
  const onDisk = () => {
    const db = new DatabaseSync(file, { readOnly: true });
    const tables = db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all()
      .map(({ name }) => String(name));
    const text = tables
      .flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all())
      .map((row) =>
        Object.values(row)
          .map((value) =>
            value instanceof Uint8Array
              ? Buffer.from(value).toString()
              : String(value),
          )
          .join(' '),
      )
      .join('\n');
    db.close();
    return text;
  };
  return { ...outbox, file, onDisk };
}

it('customers/redact erases a customer from bodies, messages and the ledger, and nobody else', async () => {
  const { finish, receiveTopic, onDisk, everything, logged } = await setUp();
  expect(onDisk()).toMatch(/ada@example/);
  await receiveTopic('customers/redact', redact(ada, [1, 3]));
  await finish();
  expect(onDisk()).not.toMatch(/ada@|visitor-1|for Ada/);
  expect(onDisk()).toMatch(/bob@example/);
  // Her order had not been sent yet, and is not any more.
  expect(everything.map(({ userId }) => userId)).toEqual(['78', '78']);
  expect(logged.join()).toContain('erased: everything of the customer');
  expect(logged.join()).not.toMatch(/ada@|"77"/);
});

it('what is erased while other messages are on their way is not sent', async () => {
  let erase: (() => Promise<unknown>) | undefined;
  const outbox = setUpOutbox(async () => {
    await erase?.();
    erase = undefined;
    return ok();
  });
  const { store, mapper, deliverer, sent, receiveOrder, receiveTopic } = outbox;
  // A batch full of others, and then hers: one after another.
  for (let id = 1000; id < 1100; id += 1)
    await receiveOrder(String(id), { customer: null, cart_token: null });
  while ((await mapper.mapSome()) > 0);
  await receiveOrder('1', {
    note_attributes: noteAttributes({ analytics: true }, 'visitor-1'),
    customer: ada,
  });
  await mapper.mapSome();
  erase = async () => {
    await receiveTopic('customers/redact', redact(ada, [1]));
    await mapper.mapSome();
  };
  while ((await deliverer.deliverSome()) > 0);
  expect(sent).toHaveLength(100);
  expect((await store.counts()).messages).toEqual({ 'handed over': 100 });
});

it('what is erased while it is mapped is not said to be mapped', async () => {
  const outbox = await setUp();
  const { store, mapper, receiveTopic, receiveOrder, logged } = outbox;
  const settle = store.settleWebhooks.bind(store);
  jest
    .spyOn(store, 'settleWebhooks')
    .mockImplementationOnce(async (settled) => {
      await receiveTopic('customers/redact', redact(ada, [1]));
      await outbox.otherMapper.mapSome();
      return settle(settled);
    });
  await receiveOrder('7', { customer: ada });
  logged.length = 0;
  await mapper.mapSome();
  expect(logged.join()).toContain('erased: everything of the customer');
  expect(logged.join()).toContain('ignored: erased');
  expect(logged.join()).not.toContain('"mapped"');
  expect(await outbox.metrics.text()).toContain(
    'webhooks_settled_total{outcome="ignored"} 2',
  );
});

it('a redelivery of what was erased is still known, and nothing is sent of it', async () => {
  const { finish, receiveTopic, receiveOrder, everything } = await setUp();
  await receiveTopic('customers/redact', redact(ada, [1]));
  await finish();
  await receiveOrder('1', { note_attributes: granted, customer: ada });
  await finish();
  expect(everything).toHaveLength(2);
});

it('customers/redact leaves an unread order alone whose address only contains theirs', async () => {
  const { finish, receiveOrder, receiveTopic, sent } = setUpOutbox(ok);
  await receiveTopic('customers/redact', redact(ada, []));
  await receiveOrder('1', { customer: ada });
  await receiveOrder('2', {
    customer: { id: 177, email: `jo${ada.email}` },
    email: `jo${ada.email}`,
  });
  await finish();
  expect(sent.map(({ properties }) => properties.order_id)).toEqual(['2']);
});

it.each([
  [
    'a redaction',
    (outbox: ReturnType<typeof setUpOutbox>) =>
      outbox.receiveTopic('customers/redact', redact(ada, [])),
  ],
  [
    'a withdrawal',
    ({ store }: ReturnType<typeof setUpOutbox>) =>
      store.ledger.record(makeEntry({ categoryPreferences: REFUSAL })),
  ],
])('what was looked up of an order is found by %s', async (_, then) => {
  const outbox = setUpOutbox(ok, {
    lookUp: () =>
      Promise.resolve({
        status: 'found',
        order: {
          admin_graphql_api_id: 'gid://shopify/Order/4501',
          note_attributes: granted,
          customer: { admin_graphql_api_id: 'gid://shopify/Customer/77' },
        },
      }),
  });
  await outbox.receiveTopic('refunds/create', { id: 9, order_id: 4501 });
  outbox.clock.advance(15 * 60 * 1000);
  await outbox.finish();
  const order = orderSubject('4501');
  const known = async () =>
    JSON.stringify([...(await outbox.store.ledger.knownOf([order]))]);
  expect(await known()).toMatch(/"userId":"77"/);
  await then(outbox);
  await outbox.finish();
  expect(await known()).not.toMatch(/"userId"|visitor-1/);
});

it('shop/redact erases everything', async () => {
  const { finish, receiveTopic, onDisk, everything } = await setUp();
  await receiveTopic('shop/redact', { shop_id: 1, shop_domain: SHOP });
  await finish();
  expect(onDisk()).not.toMatch(/ada@|bob@|visitor-|for Ada/);
  expect(everything).toEqual([]);
});

it.each([
  ['an order', 'customers/redact', { id: 1, customer: ada }],
  ['an order', 'shop/redact', { id: 1, customer: ada }],
  ['a customer’s request', 'shop/redact', redact(ada, [])],
  [
    'another shop’s request',
    'shop/redact',
    { shop_id: 2, shop_domain: 'b.myshopify.com' },
  ],
  ['a request without a customer', 'customers/redact', redact({}, [1])],
  [
    'a data request',
    'customers/redact',
    { shop_id: 1, shop_domain: SHOP, customer: ada, data_request: { id: 1 } },
  ],
])(
  '%s under the topic %s erases nothing: the topic is not signed',
  async (_, topic, body) => {
    const { mapper, receiveTopic, onDisk, store } = await setUp();
    await receiveTopic(topic, body);
    await mapper.mapSome();
    expect(await store.recent(1)).toMatchObject([{ topic, status: 'dead' }]);
    expect(onDisk()).toMatch(/ada@[^]*bob@|bob@[^]*ada@/);
  },
);

it('what is held of a customer can be told them', async () => {
  const { file } = await setUp();
  const held = heldOf(file, '77');
  expect(held).toMatchObject({
    webhooks: [{ topic: 'orders/create' }],
    messages: [
      { event: 'identify', status: 'mapped' },
      { event: 'Order Completed', status: 'mapped' },
    ],
    ledger: expect.arrayContaining([
      expect.objectContaining({ userId: '77', anonymousId: 'visitor-1' }),
    ]) as unknown,
  });
  expect(JSON.stringify(held)).not.toContain('bob@');
  expect(heldOf(file, '79')).toEqual({
    webhooks: [],
    messages: [],
    ledger: [],
  });
});

it('what is held of a customer is also of those who became one with them', async () => {
  const { file, mapper, receiveTopic, receiveOrder } = await setUp();
  await receiveTopic('customers/merge', {
    admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/79',
    admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/77',
    status: 'complete',
  });
  await mapper.mapSome();
  // It was on its way while they became one.
  await receiveOrder('9', { customer: { id: 77 } });
  await mapper.mapSome();
  const held = heldOf(file, '79');
  expect(held.webhooks.map(({ topic }) => topic)).toEqual([
    'orders/create',
    'customers/merge',
    'orders/create',
  ]);
  expect(held.ledger).toHaveLength(4);
  expect(heldOf(file, '77')).toEqual(held);
});

it('a data request is recorded, with how to answer it', async () => {
  const { mapper, receiveTopic, store, logged } = await setUp();
  await receiveTopic('customers/data_request', {
    shop_id: 1,
    shop_domain: SHOP,
    customer: ada,
    orders_requested: [1],
    data_request: { id: 9999 },
  });
  await mapper.mapSome();
  expect(await store.recent(1)).toMatchObject([
    { reason: expect.stringContaining('storefront-events held') as string },
  ]);
  expect(logged.join()).not.toContain('ada@');
});
