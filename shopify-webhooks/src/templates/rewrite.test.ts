import { customerSubject, orderSubject } from '../ledger.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { noteAttributes } from '../testing/consent.ts';
import { ok, setUpOutbox, type SentMessage } from '../testing/outbox.ts';
import { closeRunners, makeRunner } from '../testing/templates.ts';
import { makeWebhook } from '../testing/webhook.ts';
import type { Json } from '../shopify/payload.ts';
import type { TemplateFile } from './names.ts';

afterEach(closeRunners);

const GRANTED = noteAttributes(
  { analytics: true, marketing: true },
  'visitor-1',
);
const REFUSED = noteAttributes({ analytics: false, marketing: false });

/** What is sent of orders that go through these templates, and what became of the webhooks. */
async function send(
  templates: Partial<Record<TemplateFile, string>>,
  ...orders: readonly Json[]
) {
  const outbox = setUpOutbox(ok, { templates: makeRunner(templates) });
  for (const [index, order] of orders.entries())
    await outbox.receiveOrder(String(index + 1), {
      note_attributes: GRANTED,
      browser_ip: '203.0.113.7',
      ...order,
    });
  while ((await outbox.mapper.mapSome()) > 0);
  while ((await outbox.deliverer.deliverSome()) > 0);
  return {
    sent: outbox.sent,
    webhooks: await outbox.store.recent(10),
    counts: await outbox.store.counts(),
    logged: outbox.logged.join('\n'),
  };
}

const completed = (template: string, order: Json = {}) =>
  send({ 'order-completed.jsonata': template }, order);

const one = async (...args: Parameters<typeof completed>) => {
  const { sent, webhooks } = await completed(...args);
  if (!sent[0]) throw new Error(webhooks[0]?.reason);
  return sent[0] as SentMessage & {
    readonly event: string;
    readonly timestamp: string;
    readonly properties: Json;
    readonly context: Json;
  };
};

describe('a template', () => {
  it('gets the message, the webhook and the ledger, and says what differs', async () => {
    const message = await one(
      `message ~> |properties| {
         "margin": $money($sum($webhook.line_items.($number(price) * quantity)) * 0.4, $webhook.currency),
         "seen": $exists($ledger)
       }|`,
    );
    expect(message.properties).toMatchObject({
      order_id: '1',
      total: 28.65,
      margin: 10,
      seen: true,
    });
  });

  it('is given the orders of one batch each its own', async () => {
    const { sent } = await send(
      {
        'order-completed.jsonata':
          'message ~> |properties| {"order_number": $$.webhook.name, "metadata": $$.message.properties.order_id}|',
      },
      ...Array.from({ length: 60 }, (_, index) => ({
        name: `#${String(index + 1)}`,
      })),
    );
    expect(sent).toHaveLength(60);
    for (const { properties } of sent as unknown as {
      readonly properties: Json;
    }[])
      expect(properties).toMatchObject({
        order_number: `#${String(properties['order_id'])}`,
        metadata: properties['order_id'],
      });
  });

  it('may return a message of its own making: what it leaves out stays', async () => {
    const plain = await one('message');
    const message = await one(
      '{"properties": {"order_id": $id(webhook.id), "currency": "EUR"}}',
    );
    expect(message).toEqual({
      ...plain,
      properties: { order_id: '1', currency: 'EUR' },
    });
  });

  it('decides nothing of the message’s id, its type, its consent or the library', async () => {
    const plain = await one('message');
    const message = await one(
      `message ~> |$| {
         "messageId": $string($random()),
         "context": {"consent": {"categoryPreferences": {"marketing": true, "sale": true}}, "gpc": true, "library": {"name": "mine"}, "locale": "de"}
       }|`,
    );
    const { context, ...rest } = message;
    const { context: before, ...others } = plain;
    expect(rest).toEqual(others);
    expect(context).toEqual({
      library: before['library'],
      consent: before['consent'],
      locale: 'de',
    });
    const { webhooks } = await completed(
      'message ~> |$| {"type": "identify"}|',
    );
    expect(webhooks[0]).toMatchObject({
      status: 'dead',
      reason:
        'template order-completed.jsonata: it must return a message of type "track"',
    });
  });

  it('may say who somebody is who agreed, and choose their destinations', async () => {
    expect(
      await one(
        'message ~> |$| {"userId": "crm-7", "integrations": {"Mixpanel": false, "Klaviyo": {"listId": "abc", "x": 1}}}|',
      ),
    ).toMatchObject({
      userId: 'crm-7',
      anonymousId: 'visitor-1',
      // Whom to subscribe is the mapping's to say.
      integrations: { Mixpanel: false, Klaviyo: { x: 1 } },
    });
  });

  describe('of somebody who refused', () => {
    const refused = { note_attributes: REFUSED };

    it('cannot name them', async () => {
      const plain = await one('message', refused);
      const message = await one(
        `message ~> |$| {
           "userId": "77", "anonymousId": "visitor-1", "integrations": {"All": true, "Klaviyo": true},
           "context": {"ip": "203.0.113.7", "userAgent": "Mozilla", "consent": {"categoryPreferences": {"analytics": true}}}
         }|`,
        refused,
      );
      expect(message).toEqual(plain);
      expect(message.integrations).toEqual({ All: false });
    });

    it('sees what was sold, and nothing of them', async () => {
      const { properties } = await one(
        '{"properties": {"order_id": message.properties.order_id, "metadata": $}}',
        {
          ...refused,
          email: 'ada@example.com',
          phone: '+41440000000',
          token: 'tok-1',
          note: 'For Ada',
          tags: 'ada',
          order_status_url: 'https://shop.example/o/tok-1',
          landing_site: '/?gclid=g1',
          client_details: { user_agent: 'Mozilla', browser_ip: '203.0.113.7' },
          shipping_address: { first_name: 'Ada', city: 'Bern' },
        },
      );
      const { webhook } = properties['metadata'] as { readonly webhook: Json };
      expect(webhook).toMatchObject({
        total_price: '28.65',
        line_items: [{ sku: 'TEA-SEN-100', price: '12.50', quantity: 2 }],
      });
      expect(JSON.stringify(webhook)).not.toMatch(
        /ada|bern|tok-1|gclid|mozilla|203\.0|\+41|c1-abc|chk-1|SPRING|customer|visitor/i,
      );
    });
  });

  it('sees no browser of somebody who was never asked', async () => {
    const outbox = setUpOutbox(ok, {
      templates: makeRunner({
        'order-completed.jsonata':
          'message ~> |properties| {"metadata": [$webhook.browser_ip, $webhook.email]}|',
      }),
    });
    jest.replaceProperty(MAP_CONFIG.consent, 'onUnknown', 'unenforced');
    await outbox.receiveOrder('1', {
      browser_ip: '203.0.113.7',
      email: 'ada@example.com',
    });
    await outbox.mapper.mapSome();
    await outbox.deliverer.deliverSome();
    jest.restoreAllMocks();
    expect(outbox.sent[0]?.properties).toMatchObject({
      metadata: ['ada@example.com'],
    });
  });
});

describe('a template that fails', () => {
  it('leaves its webhook dead with the reason, and the others unharmed', async () => {
    const { sent, webhooks, logged } = await send(
      {
        'order-completed.jsonata':
          'message ~> |properties| {"metadata": $webhook.name = "#2" ? $number($webhook.email) : 1}|',
      },
      { name: '#1' },
      { name: '#2', email: 'ada@example.com' },
      { name: '#3' },
    );
    expect(sent.map(({ properties }) => properties.order_id)).toEqual([
      '1',
      '3',
    ]);
    expect(webhooks.map(({ status }) => status)).toEqual([
      'mapped',
      'dead',
      'mapped',
    ]);
    expect(webhooks[1]?.reason).toBe(
      'template order-completed.jsonata: JSONata\'s error D3030 at line 1, column 62; "storefront-events templates try" says more',
    );
    // The error quotes the webhook; the record does not.
    expect(logged).not.toContain('ada@');
  });

  it('keeps a webhook whose template runs without end, and goes on with the next', async () => {
    const { sent, webhooks } = await send(
      {
        'order-completed.jsonata':
          'message ~> |properties| {"metadata": $match($webhook.note, /(a+)+$/)}|',
      },
      { note: `${'a'.repeat(40)}!` },
      { note: 'aaa' },
    );
    expect(sent.map(({ properties }) => properties.order_id)).toEqual(['2']);
    expect(webhooks[1]).toMatchObject({
      status: 'dead',
      reason: expect.stringContaining('ran without end') as string,
    });
  });

  it('is told when the plan does not allow its result: not sent, not lost', async () => {
    const { sent, counts, logged } = await completed(
      'message ~> |properties| {}, ["order_id"]|',
    );
    expect(sent).toEqual([]);
    expect(counts.messages).toMatchObject({ dead: 1 });
    expect(logged).toContain(
      'template order-completed.jsonata: Order Completed: properties.order_id should be an id',
    );
  });

  it('is told when Segment would not take its result', async () => {
    const { counts, logged } = await completed(
      'message ~> |properties| {"metadata": [1..9000]}|',
    );
    expect(counts.messages).toMatchObject({ dead: 1 });
    expect(logged).toMatch(
      /template order-completed.jsonata: .*too large: .* where Segment takes 32 KB/,
    );
  });

  it.each([
    ['{"timestamp": "yesterday"}', 'its timestamp must be a time'],
    ['{"userId": 77}', 'its userId must be text'],
    ['{"properties": [1]}', 'its properties must be an object'],
    ['nothing', 'it returned no message'],
  ])('%s: %s', async (template, reason) => {
    const { webhooks } = await completed(template);
    expect(webhooks[0]).toMatchObject({
      status: 'dead',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('does not keep a refusal from being remembered', async () => {
    const outbox = setUpOutbox(ok, {
      templates: makeRunner({ 'order-completed.jsonata': '$error("no")' }),
    });
    await outbox.receiveOrder('1', { note_attributes: REFUSED });
    await outbox.mapper.mapSome();
    expect((await outbox.store.counts()).webhooks).toEqual({ dead: 1 });
    const customer = customerSubject('77');
    const denials = await outbox.store.ledger.denialsOf([customer]);
    expect([...(denials.get(customer)?.keys() ?? [])]).toContain('analytics');
    // Nothing was made of the order, and nothing says so.
    const order = orderSubject('1');
    const known = await outbox.store.ledger.knownOf([order]);
    expect(known.get(order)?.order?.sent).toEqual({});
  });
});

it('each message has the template of its name', async () => {
  const mark = (name: string) =>
    `message ~> |$| {"integrations": {"${name}": true}}|`;
  const outbox = setUpOutbox(ok, {
    templates: makeRunner({
      'customer-created.jsonata': mark('created'),
      'customer-updated.jsonata': mark('updated'),
      'other.jsonata': mark('other'),
    }),
  });
  await outbox.receiveOrder('1', { note_attributes: GRANTED });
  const customer = {
    id: 77,
    email: 'ada@example.com',
    created_at: '2026-11-21T10:00:00Z',
    updated_at: '2026-11-21T10:00:00Z',
  };
  for (const topic of ['customers/create', 'customers/update']) {
    await outbox.mapper.mapSome();
    await outbox.store.add(
      makeWebhook({
        topic,
        webhookId: topic,
        receivedAt: outbox.clock.now(),
        body: Buffer.from(JSON.stringify(customer)),
      }),
    );
  }
  await outbox.mapper.mapSome();
  const leased = await outbox.store.leaseMessages(10);
  expect(
    leased.map(({ body }) => {
      const { type, event, integrations } = JSON.parse(body) as {
        readonly type: string;
        readonly event?: string;
        readonly integrations?: object;
      };
      return [event ?? type, Object.keys(integrations ?? {})[0]];
    }),
  ).toEqual([
    ['identify', 'updated'],
    // It would have had its own, and not the one for others.
    ['Order Completed', undefined],
    ['identify', 'created'],
    ['Account Created', 'other'],
  ]);
});
