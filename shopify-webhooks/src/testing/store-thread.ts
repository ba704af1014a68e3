import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteStore } from '../store/sqlite.ts';

/** The source of the thread in which an embedded store works: Node runs it as it is. */
export const STORE_THREAD = join(__dirname, '../store/sqlite-thread-main.ts');

/** An embedded store in a thread of its own, whose clock is the test's. */
export async function startWithClock(
  file: string,
  now: () => number,
): Promise<SqliteStore> {
  const tell = () => {
    writeFileSync(`${file}.clock`, String(now()));
  };
  tell();
  const store = await SqliteStore.start(
    file,
    join(__dirname, 'store-thread-with-clock.ts'),
  );
  return telling(store, tell);
}

/** The same object; whoever takes a method of it is told of before. */
function telling<Target extends object>(
  target: Target,
  tell: () => void,
): Target {
  return new Proxy(target, {
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'object' && value !== null)
        return telling(value, tell);
      if (typeof value !== 'function') return value;
      tell();
      return value.bind(target) as unknown;
    },
  });
}
