import type { LeasedMessage } from '../store/store.ts';
import { batchBody, batches, BATCH_LIMITS } from './batch.ts';

const message = (id: number, bytes = 20): LeasedMessage => ({
  messageId: `m${String(id)}`,
  body: JSON.stringify({ messageId: `m${String(id)}`, pad: 'x'.repeat(bytes) }),
  failures: 0,
  starts: 1,
  firstStartAt: 0,
  occurredAt: 0,
  resource: undefined,
  basis: undefined,
  lease: 'l',
});

describe('batches', () => {
  it('keep the order and their limits', () => {
    const messages = Array.from({ length: 250 }, (_, index) => message(index));
    const made = batches(messages);
    expect(made.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(made.flat()).toEqual(messages);
  });

  it('are cut by their bytes', () => {
    const made = batches(
      Array.from({ length: 40 }, (_, index) => message(index, 30_000)),
    );
    for (const batch of made)
      expect(Buffer.byteLength(batchBody(batch, ''))).toBeLessThan(
        BATCH_LIMITS.bytes + 1000,
      );
    expect(made.length).toBe(3);
  });

  it('carry each message as it was frozen', () => {
    const body = batchBody(
      [message(1), message(2)],
      '2026-11-21T10:00:00.000Z',
    );
    expect(JSON.parse(body)).toEqual({
      batch: [JSON.parse(message(1).body), JSON.parse(message(2).body)],
      sentAt: '2026-11-21T10:00:00.000Z',
    });
  });
});
