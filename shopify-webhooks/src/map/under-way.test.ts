import type { Turn } from './rounds.ts';
import { UnderWay } from './under-way.ts';

const of = (...subjects: string[]): Turn[] => [
  { subjects: subjects, alone: false },
];
const ALONE: Turn[] = [{ subjects: [], alone: true }];

/** The names of those whose turn has come, as it comes. */
async function come(waiting: Readonly<Record<string, Promise<void>>>) {
  const all: string[] = [];
  for (const [name, turn] of Object.entries(waiting))
    void turn.then(() => all.push(name));
  await new Promise(setImmediate);
  return all;
}

describe('batches that are mapped at the same moment', () => {
  it('wait for what came before and is of the same order', async () => {
    const underWay = new UnderWay();
    const first = underWay.enter([...of('a'), ...of('b')]);
    const second = underWay.enter(of('b', 'c'));
    const waiting = { second: second.myTurn(of('b', 'c')) };
    expect(await come(waiting)).toEqual([]);
    first.leave();
    expect(await come(waiting)).toEqual(['second']);
  });

  it('do not wait for others, nor for what came after', async () => {
    const underWay = new UnderWay();
    const first = underWay.enter(of('a'));
    const second = underWay.enter(of('b'));
    underWay.enter(of('a', 'b'));
    expect(
      await come({
        first: first.myTurn(of('a')),
        second: second.myTurn(of('b')),
      }),
    ).toEqual(['first', 'second']);
  });

  it('wait for what must be alone, and that for them', async () => {
    const underWay = new UnderWay();
    const first = underWay.enter(of('a'));
    const alone = underWay.enter(ALONE);
    const last = underWay.enter(of('b'));
    const waiting = {
      alone: alone.myTurn(ALONE),
      last: last.myTurn(of('b')),
      nobodyAlone: underWay.nobodyAlone(),
    };
    expect(await come(waiting)).toEqual([]);
    first.leave();
    expect(await come(waiting)).toEqual(['alone']);
    alone.leave();
    expect(await come(waiting)).toEqual(['alone', 'last', 'nobodyAlone']);
  });
});
