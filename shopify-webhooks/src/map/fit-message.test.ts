import { LIBRARY } from '../library.ts';
import type { SegmentMessage } from '../message.ts';
import { fitted, MAX_MESSAGE_BYTES } from './fit-message.ts';

const message = (properties: object, traits: object = {}): SegmentMessage =>
  ({
    type: 'track',
    event: 'Order Completed',
    messageId: 'm1',
    timestamp: '2026-11-21T10:00:00Z',
    anonymousId: 'a',
    context: { library: LIBRARY, traits },
    properties: { order_id: '1', revenue: 9, ...properties },
  }) as unknown as SegmentMessage;

const products = (count: number, name = 'Tea') =>
  Array.from({ length: count }, (_, index) => ({
    product_id: String(index),
    name,
    price: 1,
  }));

const fit = (input: SegmentMessage) => {
  const result = fitted(input);
  if (result.status !== 'fits') throw new Error(result.reason);
  expect(Buffer.byteLength(result.body)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  return {
    flags: result.flags,
    message: JSON.parse(result.body) as {
      properties: {
        revenue: number;
        note?: string;
        products: { name: string }[];
        products_omitted?: number;
      };
    },
  };
};

describe('a message that Segment would refuse for its size', () => {
  it('is left as it is while it fits', () => {
    const small = message({ products: products(20) });
    expect(fitted(small)).toEqual({
      status: 'fits',
      body: JSON.stringify(small),
      flags: [],
    });
  });

  it('has its texts cut first, and keeps every product', () => {
    const { message: cut, flags } = fit(
      message({
        note: '🎁'.repeat(500),
        products: products(50, 'é'.repeat(600)),
      }),
    );
    expect(cut.properties.products).toHaveLength(50);
    expect(cut.properties.note?.isWellFormed()).toBe(true);
    expect(cut.properties).not.toHaveProperty('products_omitted');
    expect(flags).toEqual([expect.stringMatching(/^texts cut: .* bytes$/)]);
  });

  it('has its last products left out where that is not enough, and says so', () => {
    const { message: cut, flags } = fit(message({ products: products(5000) }));
    const { products: kept, products_omitted: omitted = 0 } = cut.properties;
    expect(kept.length + omitted).toBe(5000);
    expect(kept.length).toBeGreaterThan(400);
    expect(kept[0]).toMatchObject({ product_id: '0' });
    expect(cut.properties.revenue).toBe(9);
    expect(flags).toContain(
      `products left out: ${String(omitted)}, to fit into 32 KB`,
    );
  });

  it('is too large where nothing of it can be left out, and the reason holds nothing of it', () => {
    const traits = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `trait${String(index)}`,
        'ada@example.com '.repeat(9),
      ]),
    );
    expect(fitted(message({ products: products(3) }, traits))).toEqual({
      status: 'too large',
      reason: expect.stringMatching(
        /^too large: [\d,]+ bytes where Segment takes 32 KB$/,
      ) as string,
    });
  });
});
