/**
 * `npm run chaos`: random faults against the real service, and a ledger that must balance after each round.
 *
 * `--rounds N` in all (240), `--store sqlite|postgres` only there, `--seed S` repeats a run, `--round R` only that round
 * of it. Ends with exit code 1 if the ledger does not balance. See docs/chaos.md.
 */
import './lib/plain-errors.ts';
import { parseArgs } from 'node:util';
import { report } from './lib/bench.ts';
import { buildPackages } from './lib/packages.ts';
import { ensurePostgres } from './lib/postgres.ts';
import { stopping } from './lib/stopping.ts';

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '240' },
    round: { type: 'string' },
    seed: { type: 'string' },
    store: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const stores = (['sqlite', 'postgres'] as const).filter(
  (store) => flags.store === undefined || store === flags.store,
);
const seed = Number(flags.seed ?? Math.floor(Math.random() * 1e9));
const rounds = Math.ceil(Number(flags.rounds) / stores.length);
if (stores.length === 0 || !Number.isInteger(seed) || !(rounds > 0))
  throw new Error(
    'usage: npm run chaos -- [--rounds N] [--store sqlite|postgres] [--seed S] [--round R] [--json]',
  );
const which =
  flags.round === undefined
    ? Array.from({ length: rounds }, (_, round) => round)
    : [Number(flags.round)];

if (stores.includes('postgres'))
  process.env['POSTGRES_BIN'] = ensurePostgres(process.env);
await buildPackages();
// Only now, because it imports what has just been compiled.
const { runStore } = await import('./chaos/run.ts');

process.stderr.write(`Seed ${String(seed)}\n`);
const results = [];
const stop = stopping();
for (const store of stores)
  if (!stop.aborted) results.push(await runStore(store, seed, which, stop));

report(
  `Chaos, seed ${String(seed)}`,
  results.map(({ row }) => row),
  {
    seed,
    stores: results.map(({ data }) => data),
    violations: results.flatMap(({ data }) => data.violations),
  },
);
process.exitCode = results.some(({ data }) => data.violations.length > 0)
  ? 1
  : 0;
