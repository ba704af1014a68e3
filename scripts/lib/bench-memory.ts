import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receiver } from './bench-receivers.ts';
import { Child } from './child.ts';
import { runLoad } from './load.ts';
import { repeated } from './webhooks.ts';

const PART = 100_000;

/** What the service holds in memory while it receives a million webhooks, on each store. */
export async function watchMemory(
  stores: readonly Receiver[],
  segmentPort: number,
) {
  const memory = [];
  for (const store of stores) memory.push(...(await watch(store, segmentPort)));
  return memory;
}

async function watch(store: Receiver, segmentPort: number) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
  const child = await Child.start(
    store.program,
    await store.args(folder, segmentPort),
  );
  const { next } = repeated(5000);
  const memory = [];
  try {
    for (let part = 1; part <= 10; part += 1) {
      let left = PART;
      const { ledger, seconds } = await runLoad({
        port: child.port,
        connections: 50,
        forMs: 600_000,
        next: () => (left-- > 0 ? next() : undefined),
      });
      memory.push({
        who: store.name,
        webhooks: (part * PART).toLocaleString('en'),
        refused: ledger.refused + ledger.lost,
        'webhooks/s': Math.round(ledger.taken / seconds),
        MB: child.megabytes,
      });
    }
  } finally {
    await child.end();
    rmSync(folder, { recursive: true });
  }
  return memory;
}
