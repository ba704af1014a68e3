/** What becomes of messages where the visitor refused, was never asked, or changed their mind. */
import type { ConsentConfig } from '../consent-settings.ts';
import { noteAttributes } from '../testing/consent.ts';
import { CART_ATTRIBUTE, encodeConsent } from '@storefront-events/plan/wire';
import { ok, setUpOutbox } from '../testing/outbox.ts';
import { CONSENT, makeEntry, REFUSAL } from '../testing/visitor.ts';

const refused = noteAttributes({ analytics: false, marketing: false });
const granted = noteAttributes(
  { analytics: true, marketing: true },
  'visitor-1',
);

const setUp = (consent: Partial<ConsentConfig> = {}) =>
  setUpOutbox(ok, { consent: { ...CONSENT, ...consent } });

/** What is sent of one order. */
async function sentOf(
  consent: Partial<ConsentConfig>,
  note_attributes: object[],
) {
  const { everything, store, finish, receiveOrder } = setUp(consent);
  await receiveOrder('1', {
    note_attributes,
    browser_ip: '203.0.113.7',
    client_details: { user_agent: 'Mozilla/5.0' },
  });
  await finish();
  return { everything, counts: await store.counts() };
}

const PERSONAL = /"77"|ada@|visitor-1|203\.0\.113|Mozilla|c1-abc|chk-1/;

describe.each([
  ['a refusal', refused, 'onRefusal', 'refused'],
  ['nobody knows', [], 'onUnknown', 'never asked'],
] as const)('%s', (_, attributes, setting, reason) => {
  it('restrict: the figures only, for nobody but Segment, every category false', async () => {
    const { everything, counts } = await sentOf({ [setting]: 'restrict' }, [
      ...attributes,
    ]);
    expect(everything).toMatchObject([
      {
        event: 'Order Completed',
        integrations: { All: false },
        context: {
          consent: {
            categoryPreferences: { analytics: false, marketing: false },
          },
        },
        properties: { total: 28.65, products: [{ name: 'Sencha' }] },
      },
    ]);
    expect(JSON.stringify(everything)).not.toMatch(PERSONAL);
    expect(counts.decisions).toEqual({ [`restricted: ${reason}`]: 1 });
  });

  it('drop: nothing, and it is recorded why', async () => {
    const { everything, counts } = await sentOf({ [setting]: 'drop' }, [
      ...attributes,
    ]);
    expect(everything).toEqual([]);
    expect(counts).toMatchObject({ webhooks: { withheld: 1 }, messages: {} });
  });

  it('stamp: the person, stamped with the no, and neither address nor browser', async () => {
    const { everything, counts } = await sentOf({ [setting]: 'stamp' }, [
      ...attributes,
    ]);
    expect(everything).toMatchObject([
      { type: 'identify', userId: '77' },
      {
        type: 'track',
        userId: '77',
        context: {
          consent: {
            categoryPreferences: { analytics: false, marketing: false },
          },
        },
      },
    ]);
    for (const message of everything)
      expect(message.integrations).toBeUndefined();
    expect(JSON.stringify(everything)).not.toMatch(/203\.0\.113|Mozilla/);
    expect(counts.decisions).toEqual({ [`stamped: ${reason}`]: 2 });
  });
});

it('unenforced: the person, and nothing is said of consent', async () => {
  const { everything } = await sentOf({ onUnknown: 'unenforced' }, []);
  expect(everything).toHaveLength(2);
  for (const message of everything) {
    expect(message.userId).toBe('77');
    expect(message.context).not.toHaveProperty('consent');
  }
  expect(JSON.stringify(everything)).not.toMatch(/203\.0\.113|Mozilla/);
});

describe('unenforced, and a no to a category that is not required', () => {
  const unenforced = { onUnknown: 'unenforced' } as const;
  const noToMarketing = makeEntry({
    categoryPreferences: { analytics: true, marketing: false },
  });
  const stamped = {
    userId: '77',
    context: { consent: { categoryPreferences: { marketing: false } } },
  };

  it('is stamped, and nothing is said of the others', async () => {
    const { store, sent, finish, receiveOrder } = setUp(unenforced);
    await store.ledger.record(noToMarketing);
    await receiveOrder('1');
    await finish();
    expect(sent).toMatchObject([stamped]);
    expect(sent[0]?.context.consent.categoryPreferences).toEqual({
      marketing: false,
    });
    expect((await store.counts()).decisions).toEqual({
      'stamped: never asked, but for a no to marketing': 2,
    });
  });

  it('is stamped where it comes before the order is delivered', async () => {
    const { mapper, store, sent, finish, receiveOrder } = setUp(unenforced);
    await receiveOrder('1');
    await mapper.mapSome();
    await store.ledger.record(noToMarketing);
    await finish();
    expect(sent).toMatchObject([stamped]);
  });

  it.each([
    [['analytics'], stamped],
    [['analytics', 'marketing'], { integrations: { All: false } }],
  ])(
    'is what Global Privacy Control says: required %p',
    async (required, expected) => {
      const { sent, finish, receiveOrder } = setUp({ ...unenforced, required });
      await receiveOrder('1', {
        note_attributes: [
          {
            name: CART_ATTRIBUTE.consent,
            value: encodeConsent({
              categoryPreferences: { analytics: true, marketing: false },
              gpc: true,
              policyVersion: '1',
              decidedAt: '2026-11-21T10:00:00.000Z',
            }),
          },
        ],
      });
      await finish();
      await receiveOrder('2', {
        cart_token: 'c2',
        note_attributes: [{ name: CART_ATTRIBUTE.consent, value: 'garbage' }],
      });
      await finish();
      expect(sent[1]).toMatchObject(expected);
      expect(sent[1]?.context).toMatchObject({ gpc: true });
    },
  );
});

it('unenforced is taken back when the visitor says no before it is sent', async () => {
  const { mapper, store, everything, finish, receiveOrder } = setUp({
    onUnknown: 'unenforced',
  });
  await receiveOrder('1');
  await mapper.mapSome();
  await store.ledger.record(makeEntry({ categoryPreferences: REFUSAL }));
  await finish();
  expect(everything).toMatchObject([{ integrations: { All: false } }]);
});

it('ip and browser go with a grant', async () => {
  const { everything } = await sentOf({}, granted);
  for (const { context } of everything)
    expect(context).toMatchObject({
      ip: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
    });
});

describe('a customer', () => {
  const LATER = '2026-11-21T10:00:04.000Z';

  it('who agreed on one order is named on another that says nothing', async () => {
    const { sent, finish, receiveOrder } = setUp();
    await receiveOrder('1', { note_attributes: granted });
    await finish();
    await receiveOrder('2', { cart_token: 'c2', source_name: 'pos' });
    await finish();
    expect(sent.map(({ userId }) => userId)).toEqual(['77', '77']);
  });

  it('who refused on a later order is not named on an earlier one that arrives after it', async () => {
    const { sent, finish, receiveOrder } = setUp();
    await receiveOrder('2', {
      cart_token: 'c2',
      note_attributes: noteAttributes(REFUSAL, undefined, LATER),
    });
    await finish();
    await receiveOrder('1', { note_attributes: granted });
    await finish();
    expect(sent.map(({ userId }) => userId)).toEqual([undefined, undefined]);
  });

  it('who refused and agreed again is named again', async () => {
    const { sent, finish, receiveOrder } = setUp();
    await receiveOrder('1', { note_attributes: refused });
    await finish();
    await receiveOrder('2', {
      note_attributes: noteAttributes({ analytics: true }, 'visitor-1', LATER),
    });
    await finish();
    expect(sent.map(({ userId }) => userId)).toEqual([undefined, '77']);
  });

  const snapshot = (
    consent: Partial<Parameters<typeof encodeConsent>[0]>,
    anonymousId: string,
  ) => [
    {
      name: CART_ATTRIBUTE.consent,
      value: encodeConsent({
        categoryPreferences: { analytics: true, marketing: true },
        gpc: false,
        policyVersion: '1',
        decidedAt: LATER,
        ...consent,
      }),
    },
    { name: CART_ATTRIBUTE.anonymousId, value: anonymousId },
  ];

  const withGpc = snapshot(
    {
      categoryPreferences: { analytics: true, marketing: false },
      gpc: true,
      decidedAt: '2026-11-21T10:00:00.000Z',
    },
    'visitor-1',
  );

  const marketingOf = (message: { context: object } | undefined) =>
    (
      message?.context as {
        consent: { categoryPreferences: { marketing: boolean } };
      }
    ).consent.categoryPreferences.marketing;

  it('whose browser sent Global Privacy Control keeps it on orders from other browsers', async () => {
    const { sent, finish, receiveOrder } = setUp();
    await receiveOrder('1', { note_attributes: withGpc });
    await finish();
    await receiveOrder('2', {
      cart_token: 'c2',
      note_attributes: snapshot({ implied: true }, 'visitor-2'),
    });
    await finish();
    expect(sent.map(marketingOf)).toEqual([false, false]);
    for (const { context } of sent)
      expect(context).toMatchObject({ gpc: true });
  });

  it('has it from one who became a part of them, also by an order that comes later', async () => {
    const { sent, finish, receiveOrder, receiveTopic } = setUp();
    await receiveTopic('customers/merge', {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/88',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/77',
      status: 'complete',
    });
    await receiveOrder('1', { note_attributes: withGpc });
    await finish();
    await receiveOrder('2', {
      customer: { id: 88 },
      cart_token: 'c2',
      note_attributes: snapshot({ implied: true }, 'visitor-2'),
    });
    await finish();
    expect(sent.map(marketingOf)).toEqual([false, false]);
  });

  it('until they opt in themselves', async () => {
    const { sent, finish, receiveOrder } = setUp();
    await receiveOrder('1', { note_attributes: withGpc });
    await finish();
    await receiveOrder('2', {
      cart_token: 'c2',
      note_attributes: snapshot({}, 'visitor-2'),
    });
    await finish();
    await receiveOrder('3', {
      cart_token: 'c3',
      note_attributes: snapshot(
        { implied: true, decidedAt: '2026-11-21T10:00:05.000Z' },
        'visitor-3',
      ),
    });
    await finish();
    expect(sent.map(marketingOf)).toEqual([false, true, true]);
  });

  it('who withdraws in the browser is not named on a refund', async () => {
    const { sent, store, finish, receiveOrder, receiveTopic } = setUp();
    await receiveOrder('4501', { note_attributes: granted });
    await finish();
    await store.ledger.record(
      makeEntry({ categoryPreferences: REFUSAL, decidedAt: LATER }),
    );
    await receiveTopic('refunds/create', {
      id: 501,
      order_id: 4501,
      transactions: [
        { kind: 'refund', status: 'success', amount: '1.00', currency: 'EUR' },
      ],
    });
    await finish();
    expect(sent[1]).toMatchObject({
      event: 'Order Refunded',
      integrations: { All: false },
    });
    expect(JSON.stringify(sent[1])).not.toMatch(PERSONAL);
  });
});
