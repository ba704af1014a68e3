import klaviyo from '@segment/action-destinations/dist/destinations/klaviyo/index.js';
import { requestsOf, type Sent } from './helpers/destination.ts';
import {
  customerMessages,
  EVERYTHING,
  orderMessages,
  type Message,
} from './helpers/messages.ts';
import { recipe } from './helpers/recipe.ts';

const SETTINGS = { api_key: 'pk_1' };
const MAPPINGS = recipe('klaviyo');

const send = (messages: readonly Message[], mappings = MAPPINGS) =>
  requestsOf(klaviyo, SETTINGS, mappings, messages, (path) =>
    path.startsWith('/api/profiles')
      ? { status: 201, body: { data: { id: 'profile-1' } } }
      : { status: 202, body: {} },
  );

/** The name and the attributes of an event that Klaviyo gets. */
const eventOf = ({ body }: Sent) => {
  const { attributes } = (
    body as {
      readonly data: { readonly attributes: Readonly<Record<string, unknown>> };
    }
  ).data;
  const { metric, profile, ...rest } = attributes as {
    readonly metric: {
      readonly data: { readonly attributes: { readonly name: string } };
    };
    readonly profile: { readonly data: { readonly attributes: object } };
  };
  return {
    name: metric.data.attributes.name,
    profile: profile.data.attributes,
    ...rest,
  };
};

describe('Klaviyo (Actions), with the mappings of the recipe', () => {
  it('gets one Placed Order and one Ordered Product for each item', async () => {
    const sent = await send(orderMessages(EVERYTHING));
    const events = sent
      .filter(({ url }) => url.endsWith('/api/events/'))
      .map(eventOf);
    expect(events.map(({ name }) => name)).toEqual([
      'Placed Order',
      'Ordered Product',
      'Ordered Product',
    ]);
    expect(events[0]).toMatchObject({
      value: 642,
      unique_id: expect.stringMatching(/^shopify-/) as string,
      profile: {
        email: 'ada@example.com',
        external_id: '77',
        anonymous_id: 'visitor-1',
      },
    });
    expect(
      events
        .slice(1)
        .map((event) => (event as { properties?: unknown }).properties),
    ).toMatchObject([
      {
        product_id: '501',
        variant_id: '601',
        price: 199,
        quantity: 2,
        order_id: '4501',
      },
      {
        product_id: '502',
        variant_id: '602',
        price: 199,
        quantity: 1,
        order_id: '4501',
      },
    ]);
  });

  it('a repeated delivery has the same id for the order, and another for each item', async () => {
    const [first, second] = [
      await send(orderMessages(EVERYTHING)),
      await send(orderMessages(EVERYTHING)),
    ].map((sent) =>
      sent
        .filter(({ url }) => url.endsWith('/api/events/'))
        .map((one) => (eventOf(one) as { unique_id?: string }).unique_id),
    );
    expect(first?.[0]).toBe(second?.[0]);
    expect(first?.[1]).not.toBe(second?.[1]);
  });

  it('with Segment’s own defaults it gets the order twice, no address and no item', async () => {
    const sent = await send(orderMessages(EVERYTHING), [
      { action: 'trackEvent', trigger: 'type = "track"' },
      { action: 'orderCompleted', trigger: 'type = "track"' },
    ]);
    const events = sent.map(eventOf);
    expect(events.map(({ name }) => name)).toEqual([
      'Order Completed',
      'Order Completed',
    ]);
    expect(JSON.stringify(events.map(({ profile }) => profile))).not.toContain(
      'ada@',
    );
  });

  it('gets who a customer is, in the spellings that it reads', async () => {
    const [profile, ...others] = await send(customerMessages(EVERYTHING, {}));
    expect(others).toEqual([]);
    expect(profile).toMatchObject({
      method: 'POST',
      body: {
        data: {
          type: 'profile',
          attributes: {
            email: 'ada@example.com',
            first_name: 'Ada',
            last_name: 'Lovelace',
            phone_number: '+41446681800',
            location: { city: 'Bern', zip: '3011', country: 'Switzerland' },
          },
        },
      },
    });
  });

  const list = { klaviyo: { listId: 'Y6nRLr', categories: ['marketing'] } };

  it('puts a subscribed customer on the list', async () => {
    const sent = await send(customerMessages(EVERYTHING, {}, list));
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/profiles/',
      '/api/lists/Y6nRLr/relationships/profiles/',
    ]);
  });

  it.each([
    [
      'did not subscribe',
      EVERYTHING,
      { email_marketing_consent: { state: 'not_subscribed' } },
    ],
    [
      'has not confirmed yet',
      EVERYTHING,
      { email_marketing_consent: { state: 'pending' } },
    ],
    [
      'left',
      EVERYTHING,
      { email_marketing_consent: { state: 'unsubscribed' } },
    ],
    ['gave no address', EVERYTHING, { email: null }],
    ['refused marketing', { analytics: true, marketing: false }, {}],
    ['was not asked about marketing', { analytics: true }, {}],
  ])('puts nobody on the list who %s', async (_, answers, changes) => {
    const messages = customerMessages(answers, changes, list);
    expect(messages).toHaveLength(1);
    expect(messages[0]).not.toHaveProperty('integrations');
    const sent = await send(messages);
    expect(sent.filter(({ url }) => url.includes('/lists/'))).toEqual([]);
  });

  it('hears of nobody who refused', () => {
    const messages = [
      ...orderMessages({ analytics: false, marketing: false }),
      ...customerMessages({ analytics: false, marketing: false }, {}, list),
    ];
    // Segment itself does not hand such a message to any destination.
    expect(messages.map(({ integrations }) => integrations)).toEqual([
      { All: false },
    ]);
    expect(JSON.stringify(messages)).not.toMatch(/ada|bern|visitor/i);
  });
});
