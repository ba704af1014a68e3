import type { LeasedMessage } from '../store/store.ts';
import { lanes } from './lanes.ts';

const message = (messageId: string, resource?: string) =>
  ({ messageId, resource }) as LeasedMessage;

const ids = (all: readonly (readonly LeasedMessage[])[]) =>
  all.map((lane) => lane.map(({ messageId }) => messageId));

describe('lanes', () => {
  it('are filled one after the other, so that few messages are one batch', () => {
    const messages = ['a', 'b', 'c', 'd', 'e'].map((id) => message(id));
    expect(ids(lanes(messages, 4, 2))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(ids(lanes(messages, 4, 9))).toEqual([['a', 'b', 'c', 'd', 'e']]);
    expect(lanes([], 4, 2)).toEqual([]);
  });

  it('are no more than asked for', () => {
    const messages = ['a', 'b', 'c', 'd', 'e'].map((id) => message(id));
    expect(ids(lanes(messages, 2, 1))).toEqual([
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
  });

  it('keep what is about one order in one lane, in order', () => {
    const messages = [
      message('a1', 'a'),
      message('b1', 'b'),
      message('c1', 'c'),
      message('a2', 'a'),
      message('b2', 'b'),
    ];
    expect(ids(lanes(messages, 3, 1))).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
      ['c1'],
    ]);
  });
});
