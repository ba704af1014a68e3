import { GroupCommit } from './group-commit.ts';

it('commits what waits at the same moment at once, in order', async () => {
  const groups: number[][] = [];
  const group = new GroupCommit<number, number>((items) => {
    groups.push([...items]);
    return items.map((item) => item * 10);
  }, 3);
  expect(
    await Promise.all([1, 2, 3, 4, 5].map((item) => group.add(item))),
  ).toEqual([10, 20, 30, 40, 50]);
  expect(groups).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
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
