import type { CartAttribute } from '@storefront-events/plan/wire';
import { UNDECIDED, type Visitor } from '../consent/consent.ts';
import { CartHandover } from './handover.ts';

const visitor = (analytics: boolean, at: string): Visitor => ({
  ...UNDECIDED,
  consent: {
    status: 'decided',
    categoryPreferences: { analytics },
    gpc: false,
    policyVersion: '1',
    decidedAt: `2026-11-21T${at}.000Z`,
  },
  anonymousId: analytics ? 'visitor-1' : undefined,
});

const granted = visitor(true, '10:00:00');
const withdrawn = visitor(false, '10:00:05');

/** A cart whose writes are answered when the test says so. */
function makeCart() {
  const writes: {
    readonly attributes: readonly CartAttribute[];
    readonly answer: (error?: Error) => void;
  }[] = [];
  const held: Promise<void>[] = [];
  const handover = new CartHandover((writing) => held.push(writing));
  const update = (attributes: readonly CartAttribute[]) =>
    new Promise<void>((resolve, reject) => {
      writes.push({
        attributes,
        answer: (error) => {
          if (error) reject(error);
          else resolve();
        },
      });
    });
  return { handover, update, writes, held };
}

const keys = (attributes: readonly CartAttribute[] | undefined) =>
  attributes?.map(({ key }) => key);
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('the hand-over to a cart', () => {
  it('writes one thing at a time, and the last choice last', async () => {
    const { handover, update, writes, held } = makeCart();
    handover.sync([], granted, update);
    handover.sync([], withdrawn, update);
    expect(writes).toHaveLength(1);
    writes[0]?.answer();
    await turn();
    expect(writes).toHaveLength(2);
    expect(keys(writes[1]?.attributes)).toEqual(['_storefront_consent']);
    expect(writes[1]?.attributes[0]?.value).toContain('"analytics":false');
    writes[1]?.answer();
    await Promise.all(held);
  });

  it('tries again when a write fails, and can be waited for', async () => {
    jest.useFakeTimers();
    const { handover, update, writes, held } = makeCart();
    handover.sync([], granted, update);
    writes[0]?.answer(new Error('offline'));
    await jest.advanceTimersByTimeAsync(1000);
    expect(writes).toHaveLength(2);
    writes[1]?.answer();
    jest.useRealTimers();
    await Promise.all(held);
    expect(keys(writes[1]?.attributes)).toEqual([
      '_storefront_consent',
      '_storefront_anonymous_id',
    ]);
  });

  it('gives up where the cart does not keep what was written, until something changes', async () => {
    const { handover, update, writes } = makeCart();
    const normalised = [{ key: '_storefront_consent', value: '{}' }];
    for (let round = 0; round < 5; round += 1) {
      handover.sync(normalised, granted, update);
      writes.at(-1)?.answer();
      await turn();
    }
    expect(writes.length).toBeLessThanOrEqual(3);
    handover.sync(normalised, withdrawn, update);
    expect(keys(writes.at(-1)?.attributes)).toEqual(['_storefront_consent']);
  });

  it('writes nothing where nothing has to be written', () => {
    const { handover, update, writes } = makeCart();
    handover.sync([{ key: 'gift', value: 'x' }], UNDECIDED, update);
    expect(writes).toEqual([]);
  });
});
