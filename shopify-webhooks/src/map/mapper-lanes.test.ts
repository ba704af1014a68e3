/** Batches that are mapped at the same moment: what one says of an order is known to the next. */
import { ok, setUpOutbox } from '../testing/outbox.ts';

const refund = {
  id: 501,
  admin_graphql_api_id: 'gid://shopify/Refund/501',
  order_id: 1,
  created_at: '2026-11-21T11:00:00+01:00',
  transactions: [
    { kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' },
  ],
  refund_line_items: [],
  order_adjustments: [],
};

/** Batches of one webhook each, so that two webhooks are two batches. */
function setUp() {
  return setUpOutbox(ok, { webhooksAtOnce: 1 });
}

afterEach(() => jest.restoreAllMocks());

it('a refund is mapped after its order, and does not have to wait for it', async () => {
  const { store, mapper, deliverer, receive, receiveTopic, sent } = setUp();
  await receive('1');
  await receiveTopic('refunds/create', refund);
  await Promise.all([mapper.mapSome(), mapper.mapSome()]);
  expect((await store.counts()).webhooks).toEqual({ mapped: 2 });
  while ((await deliverer.deliverSome()) > 0);
  expect(sent.map(({ event }) => event)).toEqual([
    'Order Completed',
    'Order Refunded',
  ]);
});

it('another customer’s order is mapped while the first is written', async () => {
  const { store, mapper, receiveOrder } = setUp();
  for (const id of ['1', '2'])
    await receiveOrder(id, {
      customer: { id: Number(id) },
      checkout_token: `checkout-${id}`,
      cart_token: `cart-${id}`,
    });
  const settle = store.settleWebhooks.bind(store);
  let write: () => void = () => undefined;
  const written = new Promise<void>((resolve) => {
    write = resolve;
  });
  jest
    .spyOn(store, 'settleWebhooks')
    .mockImplementationOnce(async (settled) => {
      await written;
      return settle(settled);
    });
  const first = mapper.mapSome();
  await mapper.mapSome();
  expect(await store.recent(2)).toMatchObject([
    { status: 'mapped' },
    { status: 'received' },
  ]);
  write();
  await first;
  expect((await store.counts()).webhooks).toEqual({ mapped: 2 });
});

it('nothing is begun beside a webhook that may stop the service', async () => {
  const { clock, store, mapper, receive } = setUp();
  await receive('1');
  // Whoever had it died.
  await store.leaseWebhooks(1);
  clock.advance(60_001);
  await receive('2');
  const settle = store.settleWebhooks.bind(store);
  const starts: number[][] = [];
  const lease = store.leaseWebhooks.bind(store);
  jest.spyOn(store, 'leaseWebhooks').mockImplementation(async (limit) => {
    const leased = await lease(limit);
    starts.push(leased.map((one) => one.starts));
    return leased;
  });
  jest
    .spyOn(store, 'settleWebhooks')
    .mockImplementationOnce(async (settled) => {
      const leasedBefore = [...starts];
      await new Promise(setImmediate);
      expect(starts).toEqual(leasedBefore);
      return settle(settled);
    });
  await Promise.all([mapper.mapSome(), mapper.mapSome()]);
  expect(starts).toEqual([[2], [1]]);
});
