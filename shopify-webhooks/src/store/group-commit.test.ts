import { GroupCommit } from './group-commit.ts';
import { TOO_MANY_WAIT } from './store.ts';

it('commits what waits at the same moment at once, in order', async () => {
  const groups: number[][] = [];
  const group = new GroupCommit<number, number>(
    (items) => {
      groups.push([...items]);
      return items.map((item) => item * 10);
    },
    { maxItems: 3 },
  );
  expect(
    await Promise.all([1, 2, 3, 4, 5].map((item) => group.add(item))),
  ).toEqual([10, 20, 30, 40, 50]);
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

it('bounds a commit by its bytes, and takes an item that is larger alone', async () => {
  const groups: number[][] = [];
  const group = new GroupCommit<number, number>(
    (items) => {
      groups.push([...items]);
      return items;
    },
    { sizeOf: (item) => item, maxBytes: 10 },
  );
  await Promise.all([4, 5, 2, 30, 1].map((item) => group.add(item)));
  expect(groups).toEqual([[4, 5], [2], [30], [1]]);
});

it('has one commit under way at a time: what comes meanwhile goes into the next', async () => {
  const commits: { items: readonly number[]; finish: () => void }[] = [];
  let begun = Promise.withResolvers<undefined>();
  const group = new GroupCommit<number, number>((items) => {
    const { promise, resolve } = Promise.withResolvers<readonly number[]>();
    commits.push({
      items,
      finish: () => {
        resolve(items);
      },
    });
    begun.resolve(undefined);
    return promise;
  });
  const first = group.add(1);
  await begun.promise;
  begun = Promise.withResolvers();
  const others = [group.add(2), group.add(3)];
  await new Promise(setImmediate);
  expect(commits.map(({ items }) => items)).toEqual([[1]]);
  commits[0]?.finish();
  await first;
  await begun.promise;
  expect(commits.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  commits[1]?.finish();
  expect(await Promise.all(others)).toEqual([2, 3]);
});

it.each([
  ['how many wait', { maxWaiting: 2 }],
  ['how much waits', { maxWaitingBytes: 20 }],
])('refuses more by %s, until it was committed', async (_, limits) => {
  const group = new GroupCommit<number, number>((items) => items, {
    sizeOf: () => 10,
    ...limits,
  });
  const added = [group.add(1), group.add(2), group.add(3)];
  expect(await Promise.all(added)).toEqual([1, 2, TOO_MANY_WAIT]);
  expect(await group.add(4)).toBe(4);
});

it('refuses what has waited too long for the commit before it', async () => {
  let time = 0;
  const group = new GroupCommit<number, number>(
    (items) => {
      time += 1000;
      return items;
    },
    { maxItems: 1, maxWaitMs: 1500, now: () => time },
  );
  const added = [group.add(1), group.add(2), group.add(3), group.add(4)];
  expect(await Promise.all(added)).toEqual([
    1,
    2,
    TOO_MANY_WAIT,
    TOO_MANY_WAIT,
  ]);
  expect(await group.add(5)).toBe(5);
});

it('refuses what waits for a commit that hangs, before that has ended', async () => {
  const begun = Promise.withResolvers<undefined>();
  const hanging = Promise.withResolvers<undefined>();
  const group = new GroupCommit<number, number>(
    async (items) => {
      begun.resolve(undefined);
      await hanging.promise;
      return items;
    },
    { maxWaitMs: 100 },
  );
  const first = group.add(1);
  await begun.promise;
  expect(await Promise.all([group.add(2), group.add(3)])).toEqual([
    TOO_MANY_WAIT,
    TOO_MANY_WAIT,
  ]);
  // And again, for those that come after.
  expect(await group.add(4)).toEqual(TOO_MANY_WAIT);
  hanging.resolve(undefined);
  expect(await first).toBe(1);
  expect(await group.add(5)).toBe(5);
});

it('fails all of a group that cannot be written, and goes on', async () => {
  let broken = true;
  const group = new GroupCommit<number, number>((items) => {
    if (broken) throw new Error('disk full');
    return [...items];
  });
  const results = await Promise.allSettled([group.add(1), group.add(2)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await group.add(3)).toBe(3);
});
