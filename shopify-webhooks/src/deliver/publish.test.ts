import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SELF_SIGNED } from '../testing/self-signed.ts';
import { parseRetryAfter, publish } from './publish.ts';

const config = {
  writeKey: 'key',
  endpoint: new URL('https://api.segment.io/v1/batch'),
  gzip: false,
};
const now = () => Date.UTC(2026, 10, 21);

const post = (fetch: (url: unknown, init?: RequestInit) => Promise<Response>) =>
  publish('{"batch":[]}', config, {
    fetch: fetch,
    now,
    stopping: new AbortController().signal,
  });

describe('publishing', () => {
  it('posts the batch with the write key, and follows no redirect', async () => {
    const fetch = jest.fn().mockResolvedValue(new Response('{"success":true}'));
    expect(await post(fetch)).toEqual({ type: 'answered', status: 200 });
    expect(fetch).toHaveBeenCalledWith(
      config.endpoint,
      expect.objectContaining({
        method: 'POST',
        body: '{"batch":[]}',
        redirect: 'manual',
        headers: {
          authorization: 'Basic a2V5Og==',
          'content-type': 'application/json',
        },
      }),
    );
  });

  it('does not read an answer without end', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1024));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    expect(
      await post(() => Promise.resolve(new Response(endless))),
    ).toMatchObject({ status: 200 });
    expect(cancelled).toBe(true);
  });

  it('tells a server nothing that it cannot be sure of', async () => {
    let asked = 0;
    const server = createServer(SELF_SIGNED, (_, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    expect(
      await post((_, init) => fetch(`https://127.0.0.1:${String(port)}`, init)),
    ).toEqual({ type: 'unanswered', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(asked).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect 10.1.2.3'), {
          code: 'ECONNREFUSED',
        }),
      }),
      'ECONNREFUSED',
    ],
    [new DOMException('slow', 'TimeoutError'), 'no answer in time'],
    [new Error('anything'), 'network error'],
    ['text', 'network error'],
  ])(
    'gives a reason without addresses where nobody answers: %p',
    async (error, reason) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- fetch may reject with anything
      expect(await post(() => Promise.reject(error))).toEqual({
        type: 'unanswered',
        reason,
      });
    },
  );
});

it.each([
  [null, undefined],
  ['30', 30_000],
  ['Sat, 21 Nov 2026 00:00:10 GMT', 10_000],
  ['Fri, 20 Nov 2026 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
])('reads Retry-After: %p', (value, ms) => {
  expect(parseRetryAfter(value, now())).toBe(ms);
});
