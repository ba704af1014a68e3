/** The short form of `npm run chaos`: docs/chaos.md. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

interface Result {
  readonly stores: readonly {
    readonly store: string;
    readonly rounds: number;
    readonly acknowledged: number;
    readonly faults: Readonly<Record<string, number>>;
  }[];
  readonly violations: readonly string[];
}

/** @throws with all that it says, which is how to repeat it, if it does not balance */
async function chaos(...args: readonly string[]): Promise<Result> {
  const script = resolve('scripts', 'chaos.ts');
  const child = spawn(process.execPath, [script, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, told] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`chaos ended with ${String(code)}:\n${told}${out}`);
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Result;
}

const TIMEOUT_MS = 180_000;

it(
  'whatever happens, what was answered 200 is delivered once',
  async () => {
    // In three rounds on each store this seed has every fault but some of Segment's.
    const { stores } = await chaos('--rounds', '6', '--seed', '785625');
    expect(stores).toMatchObject([
      { store: 'sqlite', rounds: 3 },
      { store: 'postgres', rounds: 3 },
    ]);
    const [sqlite, postgres] = stores.map(({ faults }) => Object.keys(faults));
    expect(sqlite).toEqual(
      expect.arrayContaining([
        'service: SIGKILL',
        'service: SIGTERM',
        'clock: hours wrong',
        'Segment: 400 to a message',
      ]),
    );
    expect(postgres).toEqual(
      expect.arrayContaining([
        'PostgreSQL: SIGKILL',
        'service: SIGKILL',
        'worker: stopped beyond its lease',
      ]),
    );
    for (const { acknowledged } of stores)
      expect(acknowledged).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);

it(
  'also by a seed that nobody has tried',
  async () => {
    const { violations } = await chaos('--rounds', '2', '--store', 'sqlite');
    expect(violations).toEqual([]);
  },
  TIMEOUT_MS,
);
