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
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { message } from './bench/service/messages.ts';
import { report } from './lib/bench.ts';
import { Child } from './lib/child.ts';

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
/** How many messages of each backlog are timed. */
const SAMPLE = 1000;
const OURS = 'the outbox (SQLite)';
const LIBRARY = '@segment/analytics-node (memory)';

interface Arrived {
  readonly distinct: number;
  readonly messages: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-deliver-'));
const segment = await Child.start('segment');
const faults: string[] = [];
try {
  const speed = [await speedOf(OURS), await speedOf(LIBRARY)];
  const losses = [await lossOf(OURS), await lossOf(LIBRARY)];
  const backlogs = [];
  for (const size of BACKLOGS) backlogs.push(await costAt(size));
  const drained = await drain(Math.max(...BACKLOGS));

  report(
    `Handing over ${COUNT.toLocaleString('en')} messages`,
    speed,
    undefined,
  );
  report('Killed half-way, and started again', losses, undefined);
  report('What a message costs, as the backlog grows', backlogs, undefined);
  report('A whole backlog', [drained], undefined);
  if (flags.json)
    console.log(JSON.stringify({ speed, losses, backlogs, drained, faults }));
} finally {
  await segment.end();
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
      join(folder, 'killed.db'),
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

/** The time of the first messages of a backlog of this size, from the outbox alone: leased, and settled. */
async function costAt(size: number) {
  const file = join(folder, `backlog-${String(size)}.db`);
  await fill(file, size);
  const store = SqliteStore.open(file, Date.now);
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
  await store.close();
  return {
    backlog: size.toLocaleString('en'),
    'µs of processor a message': ((user + system) / SAMPLE).toFixed(1),
  };
}

async function drain(size: number) {
  await segment.ask('reset');
  const child = await Child.start('sender', [
    'outbox',
    String(segment.port),
    join(folder, `backlog-${String(size)}.db`),
  ]);
  const started = performance.now();
  await child.ask('send');
  const seconds = (performance.now() - started) / 1000;
  const { distinct } = await segment.ask<Arrived>();
  const left = size - SAMPLE;
  if (distinct !== left)
    faults.push(`drained: ${String(distinct)} of ${String(left)} arrived`);
  const row = {
    messages: left.toLocaleString('en'),
    seconds: Math.round(seconds),
    'messages/s': Math.round(left / seconds),
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
  await fill(join(folder, file), count);
  return Child.start('sender', [
    'outbox',
    String(segment.port),
    join(folder, file),
  ]);
}

/** A store with so many messages that wait, written at once: mapping them is another benchmark. */
async function fill(file: string, count: number): Promise<void> {
  await SqliteStore.open(file, Date.now).close();
  const db = new DatabaseSync(file);
  const insert = db.prepare(
    `INSERT INTO messages (message_id, webhook_key, event, body_bytes, resource, mapped_at, occurred_at, due_at)
     VALUES (?, ?, 'Order Completed', ?, ?, ?, ?, ?)`,
  );
  const insertBody = db.prepare(
    `INSERT INTO message_bodies (seq, body) VALUES (?, ?)`,
  );
  const now = Date.now();
  db.exec('BEGIN');
  for (let index = 0; index < count; index += 1) {
    const messageId = `bench-${String(index)}`;
    const body = JSON.stringify({
      type: 'track',
      messageId,
      ...message(index),
    });
    const { lastInsertRowid } = insert.run(
      messageId,
      messageId,
      Buffer.byteLength(body),
      `order-${String(index)}`,
      now,
      now,
      now,
    );
    insertBody.run(lastInsertRowid, body);
  }
  db.exec('COMMIT');
  db.close();
}
