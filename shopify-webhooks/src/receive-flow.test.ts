import { receiveFlow } from './receive-flow.ts';
import { setUpOutbox, ok } from './testing/outbox.ts';
import { SHOP } from './testing/webhook.ts';

const SECRET = 'a-long-shared-secret';
const BODY = Buffer.from('{"id":1,"status":"paused"}');

const setUp = () => {
  const { store, clock } = setUpOutbox(ok);
  const post = (headers: Record<string, string>, body = BODY) =>
    receiveFlow(
      { headers, body },
      { store, now: clock.now, secret: SECRET, shop: SHOP },
    );
  return { store, post };
};

const headers = {
  authorization: `Bearer ${SECRET}`,
  'x-shopify-topic': 'subscription_contracts/pause',
};

it('keeps what Flow posts, once', async () => {
  const { store, post } = setUp();
  expect(await post(headers)).toEqual({ status: 200, body: 'received' });
  expect(await post(headers)).toEqual({ status: 200, body: 'duplicate' });
  expect(await store.recent(9)).toMatchObject([
    { topic: 'subscription_contracts/pause', shop: SHOP },
  ]);
});

it.each([
  ['no secret', {}],
  ['another secret', { authorization: 'Bearer another-long-secret-' }],
  ['the secret alone', { authorization: SECRET }],
  ['an empty one', { authorization: 'Bearer ' }],
])('with %s is answered 401, and nothing is kept', async (_, given) => {
  const { store, post } = setUp();
  const answer = await post({
    'x-shopify-topic': 'subscription_contracts/pause',
    ...given,
  });
  expect(answer.status).toBe(401);
  expect(await store.recent(9)).toEqual([]);
});

it.each(['orders/create', 'customers/redact', '', 'subscription_contracts/'])(
  'takes no other topic: %p',
  async (topic) => {
    const { store, post } = setUp();
    const answer = await post({ ...headers, 'x-shopify-topic': topic });
    expect(answer.status).toBe(400);
    expect(await store.recent(9)).toEqual([]);
  },
);
