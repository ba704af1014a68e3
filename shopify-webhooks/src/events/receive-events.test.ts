import { createHmac } from 'node:crypto';
import { noteAttributes } from '../testing/consent.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { makeEntry, REFUSAL } from '../testing/visitor.ts';
import { SHOP } from '../testing/webhook.ts';
import { receiveEvents } from './receive-events.ts';

const SECRET = 'a-long-shared-secret';
const SECRETS = [SECRET, 'another-shared-secret'];

const OPENED = {
  messageId: 'evt-1',
  event: 'Email Opened',
  timestamp: '2026-11-21T10:00:00Z',
  userId: '77',
  properties: { email_id: 'm1', campaign_id: '9' },
};

const GRANTED = noteAttributes({ analytics: true }, 'visitor-1');

const setUp = (...args: [Parameters<typeof setUpOutbox>[1]?]) => {
  const outbox = setUpOutbox(ok, args[0] ?? {});
  const { store, clock } = outbox;
  const send = (body: string, headers: Record<string, string>) =>
    receiveEvents(
      { headers, body: Buffer.from(body) },
      { store, now: clock.now, secrets: SECRETS, shops: [SHOP] },
    );
  const post = (
    value: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${SECRET}` },
  ) => send(JSON.stringify(value), headers);
  const deliver = async () => {
    while ((await outbox.mapper.mapSome()) > 0);
    const leased = await store.leaseMessages(100);
    return leased.map(
      ({ body }) => JSON.parse(body) as Record<string, unknown>,
    );
  };
  return { ...outbox, send, post, deliver };
};

/** A customer who agreed, known by an order of theirs. */
const setUpKnown = async () => {
  const outbox = setUp();
  await outbox.receiveOrder('1', { note_attributes: GRANTED });
  await outbox.deliver();
  return outbox;
};

describe('POST /events', () => {
  it('sends an event about a customer who agreed, once however often it comes', async () => {
    const { post, deliver } = await setUpKnown();
    expect(await post(OPENED)).toEqual({
      status: 200,
      body: 'received 1, duplicate 0',
    });
    const again = { ...OPENED, properties: { email_id: 'm1' } };
    expect(await post([again, OPENED])).toEqual({
      status: 200,
      body: 'received 0, duplicate 2',
    });
    expect(await deliver()).toEqual([
      {
        type: 'track',
        event: 'Email Opened',
        messageId: expect.stringMatching(/^shopify-[0-9a-f]{40,}$/) as string,
        timestamp: '2026-11-21T10:00:00.000Z',
        userId: '77',
        context: {
          consent: { categoryPreferences: { analytics: true } },
          library: expect.anything() as object,
        },
        properties: { email_id: 'm1', campaign_id: '9' },
      },
    ]);
  });

  it('tells two events with one id of their sender apart', async () => {
    const { post, deliver } = await setUpKnown();
    await post([OPENED, { ...OPENED, event: 'Email Delivered' }]);
    const sent = await deliver();
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('withholds one about somebody who refused, withdrew, or was never asked', async () => {
    const { post, deliver, store, receiveOrder } = setUp();
    await receiveOrder('1', {
      note_attributes: noteAttributes({ analytics: false }),
    });
    await deliver();
    await store.ledger.record(
      makeEntry({ anonymousId: 'visitor-2', categoryPreferences: REFUSAL }),
    );
    const { userId: _, ...nobody } = OPENED;
    await post([
      OPENED,
      { ...nobody, messageId: 'evt-2', anonymousId: 'visitor-2' },
      { ...OPENED, messageId: 'evt-3', userId: '78' },
    ]);
    expect(await deliver()).toEqual([]);
    expect(
      (await store.recent(3)).map(({ status, reason }) => [status, reason]),
    ).toEqual([
      ['withheld', 'never asked'],
      ['withheld', 'refused'],
      ['withheld', 'refused'],
    ]);
  });

  it('sends what nobody knows of where the shop says so', async () => {
    const { post, deliver } = setUp({
      consent: { ...MAP_CONFIG.consent, onUnknown: 'unenforced' },
    });
    await post({
      ...OPENED,
      userId: 78,
      anonymousId: 'v',
      timestamp: 1795255205,
    });
    expect(await deliver()).toMatchObject([
      {
        userId: '78',
        anonymousId: 'v',
        timestamp: '2026-11-21T10:00:05.000Z',
      },
    ]);
  });

  it.each([
    ['no secret', {}],
    ['another one', { authorization: 'Bearer a-long-shared-secreT' }],
    ['the secret alone', { authorization: SECRET }],
    [
      'a signature of nothing',
      { 'x-cio-signature': '0'.repeat(64), 'x-cio-timestamp': '1' },
    ],
  ])('answers %s with 401, and keeps nothing', async (_, headers) => {
    const { post, store } = setUp();
    expect(await post(OPENED, headers as Record<string, string>)).toMatchObject(
      {
        status: 401,
      },
    );
    expect(await store.recent(1)).toEqual([]);
  });

  it('takes each of several secrets', async () => {
    const { post } = setUp();
    for (const secret of SECRETS)
      expect(
        await post(OPENED, { authorization: `Bearer ${secret}` }),
      ).toMatchObject({ status: 200 });
  });

  it.each([
    ['messageId: ', { ...OPENED, messageId: undefined }],
    [
      'event: is not in the tracking plan',
      { ...OPENED, event: 'Email Exploded' },
    ],
    [
      'event: is called Email Opened here',
      { ...OPENED, event: 'Opened Email' },
    ],
    [
      'event: is not one of the back end',
      { ...OPENED, event: 'Product Viewed' },
    ],
    [
      'is made of Shopify’s own webhooks',
      { ...OPENED, event: 'Order Completed' },
    ],
    ['userId should be an id', { ...OPENED, userId: undefined }],
    ['timestamp: must be ISO 8601', { ...OPENED, timestamp: 'yesterday' }],
    [
      'not later than tomorrow',
      { ...OPENED, timestamp: '2031-01-01T00:00:00Z' },
    ],
    ['Unrecognized key', { ...OPENED, email: 'ada@example.com' }],
    ['properties: ', { ...OPENED, properties: 'x' }],
    [
      'larger than',
      { ...OPENED, properties: { email_subject: 'x'.repeat(32_000) } },
    ],
    ['the event: ', 'text'],
    ['A list has 1 to 500 events; this has 0.', []],
    ['A list has 1 to 500 events; this has 501.', Array(501).fill(OPENED)],
  ])('refuses, with 422: %s', async (reason, event) => {
    const { post, store } = setUp();
    const answer = await post(event);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(reason);
    expect(answer.body).not.toContain('ada@');
    expect(await store.recent(1)).toEqual([]);
  });

  it('keeps the rest of a list with something wrong in it, and says which is wrong', async () => {
    const { post, store } = setUp();
    const answer = await post([
      OPENED,
      { ...OPENED, messageId: 'evt-2', event: 'Nonsense' },
    ]);
    expect(answer).toMatchObject({
      status: 422,
      body: 'received 1, duplicate 0, refused:\n1: event: is not in the tracking plan',
    });
    expect(await store.recent(9)).toHaveLength(1);
  });

  it.each(['{', '', '\u0000'])(
    'answers a body that is no JSON with 400',
    async (body) => {
      const { send } = setUp();
      expect(
        await send(body, { authorization: `Bearer ${SECRET}` }),
      ).toMatchObject({ status: 400 });
    },
  );

  it('is told to come again when nothing can be written', async () => {
    const { post, store } = setUp();
    jest
      .spyOn(store, 'add')
      .mockResolvedValue({ status: 'unavailable', reason: 'SQLITE_FULL' });
    expect(await post(OPENED)).toMatchObject({
      status: 503,
      log: 'SQLITE_FULL',
    });
  });
});

describe('a reporting webhook of Customer.io', () => {
  const webhook = (changes: object = {}, data: object = {}) => ({
    event_id: '01E4C4CT6YDC7Y5M7FE1GWWPQJ',
    object_type: 'email',
    metric: 'clicked',
    timestamp: 1795255205,
    data: {
      identifiers: { id: '77', email: 'ada@example.com', cio_id: 'd9c1' },
      recipient: 'ada@example.com',
      subject: 'First flush is here',
      campaign_id: 9,
      delivery_id: 'dgOq',
      link_id: 1,
      href: 'https://shop.example/products/sencha/',
      ...data,
    },
    ...changes,
  });

  const signed = (body: string) => {
    const timestamp = '1795255206';
    return {
      'x-cio-timestamp': timestamp,
      'x-cio-signature': createHmac('sha256', SECRET)
        .update(`v0:${timestamp}:${body}`)
        .digest('hex'),
    };
  };

  it('is an event of the plan, without the address', async () => {
    const { send, deliver } = await setUpKnown();
    const body = JSON.stringify(webhook());
    expect(await send(body, signed(body))).toMatchObject({ status: 200 });
    expect(await deliver()).toMatchObject([
      {
        event: 'Email Link Clicked',
        userId: '77',
        timestamp: '2026-11-21T10:00:05.000Z',
        properties: {
          email_id: 'dgOq',
          email_subject: 'First flush is here',
          campaign_id: '9',
          link_id: '1',
          link_url: 'https://shop.example/products/sencha/',
        },
      },
    ]);
  });

  it('is refused when it was changed on its way', async () => {
    const { send } = setUp();
    const body = JSON.stringify(webhook());
    expect(await send(body.replace('77', '78'), signed(body))).toMatchObject({
      status: 401,
    });
  });

  it.each([
    ['delivered', 'email', 'Email Delivered'],
    ['opened', 'email', 'Email Opened'],
    ['bounced', 'email', 'Email Bounced'],
    ['spammed', 'email', 'Email Marked as Spam'],
    ['unsubscribed', 'email', 'Unsubscribed'],
    ['unsubscribed', 'customer', 'Unsubscribed'],
  ])('%s of an %s is %s', async (metric, object_type, event) => {
    const { post, deliver } = await setUpKnown();
    await post(webhook({ metric, object_type }));
    expect(await deliver()).toMatchObject([{ event, userId: '77' }]);
  });

  it.each([
    ['sent', 'email'],
    ['opened', 'push'],
  ])(
    '%s of an %s is acknowledged, and no event',
    async (metric, object_type) => {
      const { post, store } = setUp();
      expect(await post(webhook({ metric, object_type }))).toMatchObject({
        status: 200,
      });
      expect(await store.recent(1)).toEqual([]);
    },
  );
});
