import { Analytics } from '@segment/analytics-node';
import type { FastifyInstance } from 'fastify';
import { createSegment } from './api.ts';
import type { FeedMessage } from './feed.ts';
import { WRITE_KEYS } from './write-keys.ts';

let segment: FastifyInstance;
let address: string;

beforeEach(async () => {
  segment = await createSegment();
  address = await segment.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => segment.close());

const messages = async (query = ''): Promise<FeedMessage[]> => {
  const answer = await fetch(`${address}/api/messages${query}`);
  return ((await answer.json()) as { messages: FeedMessage[] }).messages;
};

const track = (changes: object = {}) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId: 'm1',
  anonymousId: 'a1',
  ...changes,
});

const post = (
  path: string,
  body: unknown,
  writeKey: string = WRITE_KEYS['front-end'],
) =>
  fetch(`${address}/v1/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain',
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('the tracking API', () => {
  it("takes what Segment's own Node SDK sends", async () => {
    const analytics = new Analytics({
      writeKey: WRITE_KEYS['back-end'],
      host: address,
    });
    analytics.identify({ userId: 'u1', traits: { plan: 'tea' } });
    analytics.track({
      userId: 'u1',
      event: 'Order Completed',
      properties: { total: 1 },
    });
    await analytics.closeAndFlush();
    expect(await messages('?source=back-end')).toMatchObject([
      { type: 'identify', userId: 'u1', source: 'back-end', duplicate: false },
      { type: 'track', event: 'Order Completed', properties: { total: 1 } },
    ]);
  });

  it.each([
    ['t', 'track'],
    ['p', 'page'],
    ['i', 'identify'],
    ['g', 'group'],
    ['a', 'alias'],
    ['s', 'screen'],
    ['track', 'track'],
    ['page', 'page'],
  ])('takes a single message at /v1/%s', async (path, type) => {
    const { type: _, ...message } = track();
    expect(await (await post(path, message)).json()).toEqual({ success: true });
    expect(await messages()).toMatchObject([{ type, source: 'front-end' }]);
  });

  it('knows a source by the key in the body too', async () => {
    const body = { batch: [track()], writeKey: WRITE_KEYS['front-end'] };
    await fetch(`${address}/v1/b`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(await messages('?source=front-end')).toHaveLength(1);
  });

  it('gives each message of a batch what the batch says once', async () => {
    await post('batch', {
      batch: [track({ context: { a: 1 } })],
      context: { ip: '0.0.0.0' },
      integrations: { All: false },
      sentAt: '2026-11-21T10:00:00Z',
    });
    expect(await messages()).toMatchObject([
      {
        context: { a: 1, ip: '0.0.0.0' },
        integrations: { All: false },
        sentAt: '2026-11-21T10:00:00Z',
      },
    ]);
  });

  it('marks a message that came before as a duplicate, from whichever source', async () => {
    await post('t', track());
    await post('t', track(), WRITE_KEYS['back-end']);
    expect((await messages()).map(({ duplicate }) => duplicate)).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['no JSON', '{', 400],
    ['a list', [], 400],
    [
      'a message of more than 32 KB',
      track({ properties: { text: 'x'.repeat(33_000) } }),
      400,
    ],
    [
      'a batch of more than 500 KB',
      {
        batch: Array.from({ length: 20 }, () =>
          track({ text: 'x'.repeat(30_000) }),
        ),
      },
      400,
    ],
  ])('refuses %s', async (_, body, status) => {
    expect(
      (
        await post(
          Array.isArray((body as { batch?: unknown }).batch) ? 'batch' : 't',
          body,
        )
      ).status,
    ).toBe(status);
    expect(await messages()).toEqual([]);
  });

  it('refuses a write key it does not know', async () => {
    expect((await post('t', track(), 'other')).status).toBe(401);
  });

  it.each([
    ['no identity', { anonymousId: '' }, /userId/],
    ['no event name', { event: undefined }, /event/],
    ['no messageId', { messageId: undefined }, /messageId/],
    ['a messageId of 101 characters', { messageId: 'x'.repeat(101) }, /100/],
    [
      'a consent event without preferences',
      { event: 'Segment Consent Preference Updated' },
      /categoryPreferences/,
    ],
  ])(
    'answers 200 and rejects a message with %s, as Segment does',
    async (_, changes, reason) => {
      expect((await post('t', track(changes))).status).toBe(200);
      expect(await messages()).toMatchObject([
        { rejected: expect.stringMatching(reason) as string },
      ]);
    },
  );

  it('does not take two messages without an id for one', async () => {
    await post('t', track({ messageId: undefined }));
    await post('t', track({ messageId: undefined }));
    expect((await messages()).map(({ duplicate }) => duplicate)).toEqual([
      false,
      false,
    ]);
  });

  it('lets a browser of another origin send the headers that Analytics.js needs', async () => {
    const answer = await fetch(`${address}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers':
          'authorization,content-type,x-retry-count',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(
      'https://shop.example',
    );
    expect(answer.headers.get('access-control-allow-headers')).toMatch(
      /authorization/,
    );
  });
});

describe('the feed', () => {
  it('is read by source, type, event and from a place on', async () => {
    await post('t', track());
    await post('p', track({ messageId: 'm2', type: 'page' }));
    await post(
      't',
      track({ messageId: 'm3', event: 'Product Added' }),
      WRITE_KEYS['back-end'],
    );
    expect(await messages('?source=front-end')).toHaveLength(2);
    expect(await messages('?type=page')).toHaveLength(1);
    expect(await messages('?event=Product%20Added')).toHaveLength(1);
    expect(await messages('?since=2')).toMatchObject([{ messageId: 'm3' }]);
    const { next } = (await (
      await fetch(`${address}/api/messages`)
    ).json()) as { next: number };
    expect(next).toBe(3);
    await fetch(`${address}/api/messages`, { method: 'DELETE' });
    expect(await messages()).toEqual([]);
  });

  it('is streamed live', async () => {
    const answer = await fetch(`${address}/api/stream`);
    const reader = answer.body
      ?.pipeThrough(new TextDecoderStream())
      .getReader();
    await reader?.read();
    await post('t', track());
    const { value } = (await reader?.read()) ?? {};
    expect(value).toMatch(/^data: .*"Product Viewed"/);
    await reader?.cancel();
  });

  it('has a page for people', async () => {
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toMatch(/html/);
  });
});

describe('faults', () => {
  const fault = (body: object) =>
    fetch(`${address}/api/faults`, {
      method: 'POST',
      body: JSON.stringify(body),
    });

  it('happen as often as asked, to the source asked', async () => {
    await fault({
      answer: 503,
      times: 2,
      source: 'front-end',
      retryAfter: '7',
    });
    const first = await post('t', track());
    expect([first.status, first.headers.get('retry-after')]).toEqual([
      503,
      '7',
    ]);
    expect((await post('t', track(), WRITE_KEYS['back-end'])).status).toBe(200);
    expect((await post('t', track())).status).toBe(503);
    expect((await post('t', track())).status).toBe(200);
  });

  it.each(['cut', 'half', 'garbage'])(
    'can take the messages and give no answer: %s',
    async (answer) => {
      await fault({ answer, times: 1 });
      await expect(post('t', track())).rejects.toThrow();
      expect(await messages()).toHaveLength(1);
      expect((await post('t', track())).status).toBe(200);
    },
  );

  it('can take the messages and answer late', async () => {
    await fault({ answer: 'late', delayMs: 60_000, times: 1 });
    const stop = new AbortController();
    const posted = fetch(`${address}/v1/t`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${WRITE_KEYS['front-end']}:`).toString('base64')}`,
      },
      body: JSON.stringify(track()),
      signal: stop.signal,
    });
    // The next is answered while the first waits.
    while ((await messages()).length === 0);
    expect((await post('t', track())).status).toBe(200);
    stop.abort();
    await expect(posted).rejects.toThrow();
  });

  it('can hit one event only, and are cleared', async () => {
    await fault({ answer: 400, event: 'Product Added' });
    expect((await post('t', track())).status).toBe(200);
    expect(
      (
        await post('batch', {
          batch: [track({ messageId: 'm2', event: 'Product Added' })],
        })
      ).status,
    ).toBe(400);
    await fetch(`${address}/api/faults`, { method: 'DELETE' });
    expect(
      (await post('t', track({ messageId: 'm3', event: 'Product Added' })))
        .status,
    ).toBe(200);
  });

  it('are refused when they are not ones', async () => {
    expect((await fault({ answer: 200 })).status).toBe(400);
  });
});

describe("the source's settings", () => {
  const settings = (writeKey: string) =>
    fetch(`${address}/v1/projects/${writeKey}/settings`);

  it('are those of the source with this write key', async () => {
    const answer = await settings(WRITE_KEYS['front-end']);
    expect(await answer.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: WRITE_KEYS['front-end'] } },
    });
    expect((await settings('other')).status).toBe(404);
  });

  it('can be changed by a test, and back', async () => {
    await fetch(`${address}/api/settings/front-end`, {
      method: 'PUT',
      body: '{"integrations":{}}',
    });
    expect(await (await settings(WRITE_KEYS['front-end'])).json()).toEqual({
      integrations: {},
    });
    await fetch(`${address}/api/settings/front-end`, { method: 'DELETE' });
    expect(
      await (await settings(WRITE_KEYS['front-end'])).json(),
    ).toHaveProperty(['integrations', 'Segment.io']);
  });
});
