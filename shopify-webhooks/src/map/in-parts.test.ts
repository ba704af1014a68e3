import { inParts } from './in-parts.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

it('works on the parts at the same time, each item once', async () => {
  const begun: number[][] = [];
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const done = inParts(numbers(301), 2, async (part) => {
    begun.push([...part]);
    await promise;
  });
  expect(begun.map((part) => part.length)).toEqual([151, 150]);
  expect(begun.flat()).toEqual(numbers(301));
  resolve(undefined);
  await done;
});

it('does not part what is too small, or must not be parted', async () => {
  const sizes: number[] = [];
  const note = (part: readonly number[]) => {
    sizes.push(part.length);
    return Promise.resolve();
  };
  await inParts(numbers(100), 2, note);
  await inParts(numbers(301), 1, note);
  expect(sizes).toEqual([100, 301]);
});

it('rejects when none is under way any more', async () => {
  const other = Promise.withResolvers<undefined>();
  let isRejected = false;
  const done = inParts(numbers(200), 2, (part) =>
    part.includes(0) ? Promise.reject(new Error('gone')) : other.promise,
  ).catch((error: unknown) => {
    isRejected = true;
    return error;
  });
  await new Promise(setImmediate);
  expect(isRejected).toBe(false);
  other.resolve(undefined);
  expect(await done).toEqual(new Error('gone'));
});
