/**
 * `npm run bench:deliver`: how many messages a second go from the outbox to a stand-in for Segment, beside
 * `@segment/analytics-node`; what each loses when it is killed; what a message costs as the backlog grows.
 *
 * `--backlogs` are the sizes, by commas (1000,10000,100000,1000000); the largest is sent whole.
 */
import './lib/plain-errors.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';
import { report } from './lib/bench.ts';
import { fillPostgres, fillSqlite } from './lib/bench-backlog.ts';
import { Child } from './lib/child.ts';
import { buildPackages } from './lib/packages.ts';
import { ensurePostgres } from './lib/postgres.ts';

const { SqliteStore } = await import('../shopify-webhooks/src/store/sqlite.ts');

const { values: flags } = parseArgs({
  options: {
    backlogs: { type: 'string', default: '1000,10000,100000,1000000' },
    json: { type: 'boolean', default: false },
  },
});
const BACKLOGS = flags.backlogs.split(',').map(Number);
/** How many messages both senders are compared by, and killed in the midst of. */
const COUNT = 20_000;
/** How long a slow Segment takes to answer a batch, in milliseconds. */
const SLOW_MS = 300;
/** How many messages of each backlog are timed. */
const SAMPLE = 1000;
const PARTS = 6;
const OURS = 'the outbox (SQLite)';
const OURS_POSTGRES = 'the outbox (PostgreSQL)';
const LIBRARY = '@segment/analytics-node (memory)';

interface Arrived {
  readonly distinct: number;
  readonly messages: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-deliver-'));
await buildPackages();
process.env['POSTGRES_BIN'] = ensurePostgres(process.env);
const postgres = await PostgresServer.start();
const segment = await Child.start('segment');
const faults: string[] = [];
try {
  const speed = [
    await speedOf(OURS),
    await speedOf(OURS_POSTGRES),
    await speedOf(LIBRARY),
  ];
  const workers = await manyWorkers();
  const losses = [await lossOf(OURS), await lossOf(LIBRARY)];
  const backlogs = [];
  for (const size of BACKLOGS) backlogs.push(await costAt(size));
  const drained = await drain(Math.max(...BACKLOGS));

  report(
    `Handing over ${COUNT.toLocaleString('en')} messages`,
    speed,
    undefined,
  );
  report(
    `Several workers on one PostgreSQL, and a Segment that takes ${String(SLOW_MS)} ms for a batch`,
    workers,
    undefined,
  );
  report('Killed half-way, and started again', losses, undefined);
  report('What a message costs, as the backlog grows', backlogs, undefined);
  report('A whole backlog', [drained], undefined);
  if (flags.json)
    console.log(
      JSON.stringify({ speed, workers, losses, backlogs, drained, faults }),
    );
} finally {
  await segment.end();
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
if (faults.length > 0) {
  console.error(
    `This run is void: its ledger does not balance.\n${faults.join('\n')}`,
  );
  process.exitCode = 3;
}

async function speedOf(name: string) {
  await segment.ask('reset');
  const child = await start(name, COUNT);
  const cpu = child.cpuMicroseconds;
  const started = performance.now();
  await child.ask('send');
  const seconds = (performance.now() - started) / 1000;
  const { distinct, messages } = await segment.ask<Arrived>();
  if (distinct !== COUNT)
    faults.push(`${name}: ${String(distinct)} of ${String(COUNT)} arrived`);
  const row = {
    who: name,
    'messages/s': Math.round(COUNT / seconds),
    'µs of processor': Math.round((child.cpuMicroseconds - cpu) / COUNT),
    'sent twice': messages - distinct,
    MB: child.megabytes,
  };
  await child.end();
  return row;
}

/** One worker and four, on backlogs of the same size. */
async function manyWorkers() {
  const slow = await Child.start('segment', [String(SLOW_MS)]);
  const rows = [];
  let alone: number | undefined;
  for (const count of [1, 4]) {
    await slow.ask('reset');
    const url = await database(COUNT);
    const workers = await Promise.all(
      Array.from({ length: count }, () =>
        Child.start('sender', [
          'outbox',
          String(slow.port),
          `DATABASE_URL=${url}`,
        ]),
      ),
    );
    const started = performance.now();
    await Promise.all(workers.map((worker) => worker.ask('send')));
    const perSecond = (COUNT * 1000) / (performance.now() - started);
    await Promise.all(workers.map((worker) => worker.end()));
    const { distinct, messages } = await slow.ask<Arrived>();
    if (distinct !== COUNT || messages !== COUNT)
      faults.push(
        `${String(count)} workers: ${String(messages)} messages, ${String(distinct)} of ${String(COUNT)} arrived`,
      );
    rows.push({
      workers: count,
      'messages/s': Math.round(perSecond),
      'of one': (perSecond / (alone ??= perSecond)).toFixed(2),
      'sent twice': messages - distinct,
    });
  }
  await slow.end();
  return rows;
}

/** Kills it when half has arrived, and starts it again. What is in memory is not there any more. */
async function lossOf(name: string) {
  await segment.ask('reset');
  const killed = await start(name, COUNT, 'killed.db');
  killed.ask('send').catch(() => undefined);
  let before = await segment.ask<Arrived>();
  while (before.distinct < COUNT / 2) before = await segment.ask<Arrived>();
  await killed.end('SIGKILL');
  if (name === OURS) {
    const again = await Child.start('sender', [
      'outbox',
      String(segment.port),
      `STORE_FILE=${join(folder, 'killed.db')}`,
    ]);
    await again.ask('send');
    await again.end();
  }
  const after = await segment.ask<Arrived>();
  if (name === OURS && after.distinct !== COUNT)
    faults.push(`${name}: ${String(COUNT - after.distinct)} were lost`);
  return {
    who: name,
    messages: COUNT,
    'arrived before': before.distinct,
    'arrived in the end': after.distinct,
    lost: COUNT - after.distinct,
    'sent twice, under the same id': after.messages - after.distinct,
  };
}

/** What the outbox alone takes for a message of a backlog of this size: to lease and to settle it. The middle of some. */
async function costAt(size: number) {
  const file = join(folder, `backlog-${String(size)}.db`);
  await fill(file, size + PARTS * SAMPLE);
  const store = SqliteStore.open(file, Date.now);
  const costs = [];
  for (let part = 0; part < PARTS; part += 1) {
    const started = process.cpuUsage();
    for (let done = 0; done < SAMPLE; done += 100) {
      const leased = await store.leaseMessages(100);
      await store.settleMessages(
        leased.map((one) => ({
          leased: one,
          outcome: { status: 'handed over' },
        })),
      );
    }
    const { user, system } = process.cpuUsage(started);
    costs.push((user + system) / SAMPLE);
  }
  await store.close();
  // The first reads the file.
  const [middle = NaN] = costs
    .slice(1)
    .sort((a, b) => a - b)
    .slice((PARTS - 1) / 2);
  return {
    backlog: size.toLocaleString('en'),
    'µs of processor a message': middle.toFixed(1),
  };
}

async function drain(size: number) {
  await segment.ask('reset');
  const child = await Child.start('sender', [
    'outbox',
    String(segment.port),
    `STORE_FILE=${join(folder, `backlog-${String(size)}.db`)}`,
  ]);
  const started = performance.now();
  await child.ask('send');
  const seconds = (performance.now() - started) / 1000;
  const { distinct } = await segment.ask<Arrived>();
  if (distinct !== size)
    faults.push(`drained: ${String(distinct)} of ${String(size)} arrived`);
  const row = {
    messages: size.toLocaleString('en'),
    seconds: Math.round(seconds),
    'messages/s': Math.round(size / seconds),
    MB: child.megabytes,
  };
  await child.end();
  return row;
}

async function start(
  name: string,
  count: number,
  file = 'speed.db',
): Promise<Child> {
  if (name === LIBRARY)
    return Child.start('sender', [
      'library',
      String(segment.port),
      String(count),
    ]);
  return Child.start('sender', [
    'outbox',
    String(segment.port),
    name === OURS
      ? `STORE_FILE=${await fill(join(folder, file), count)}`
      : `DATABASE_URL=${await database(count)}`,
  ]);
}

/** A file with so many messages that wait; gives its path. */
async function fill(file: string, count: number): Promise<string> {
  await SqliteStore.open(file, Date.now).close();
  fillSqlite(file, count);
  return file;
}

/** A database with so many; gives its URL. */
async function database(count: number): Promise<string> {
  const url = await postgres.createDatabase();
  await fillPostgres(url, count);
  return url;
}
