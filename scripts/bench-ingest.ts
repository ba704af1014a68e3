/**
 * `npm run bench:ingest`: how many webhooks a second are received, and how soon answered, beside what does less; and how
 * many are received, mapped and delivered at the same time. One machine, one run; the load comes from it as well.
 *
 * `--seconds N` measures each for so long (3), `--bytes` and `--connections` only those, by commas. `--million` also sends 1,000,000 webhooks and watches the memory.
 */
import './lib/plain-errors.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { report } from './lib/bench.ts';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';
import {
  receiversWith,
  storesWith,
  type Receiver,
} from './lib/bench-receivers.ts';
import { Child } from './lib/child.ts';
import {
  percentile,
  runLoad,
  type Load,
  type LoadOptions,
} from './lib/load.ts';
import { ensurePostgres } from './lib/postgres.ts';
import { watchMemory } from './lib/bench-memory.ts';
import { buildPackages } from './lib/packages.ts';
import { distinct, repeated } from './lib/webhooks.ts';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    bytes: { type: 'string', default: '5000,280000' },
    connections: { type: 'string', default: '1,50,500' },
    million: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const MS = Number(flags.seconds) * 1000;
const SIZES = numbers(flags.bytes);
const CONNECTIONS = numbers(flags.connections);
const END_TO_END = { webhooks: 20_000, connections: 50, bytes: 5_000 };

const faults: string[] = [];
/** How many the present candidate has answered 200. */
let taken = 0;
await buildPackages();
process.env['POSTGRES_BIN'] = ensurePostgres(process.env);
const postgres = await PostgresServer.start();
const stores = storesWith(() => postgres.createDatabase());
const segment = await Child.start('segment');
const received: Awaited<ReturnType<typeof compare>> = [];
const endToEnd: Awaited<ReturnType<typeof deliverAtOnce>>[] = [];
const million: Awaited<ReturnType<typeof watchMemory>> = [];
try {
  for (const bytes of SIZES)
    for (const connections of CONNECTIONS)
      received.push(...(await compare(bytes, connections)));
  for (const store of stores) endToEnd.push(await deliverAtOnce(store));
  if (flags.million) million.push(...(await watchMemory(stores, segment.port)));
} finally {
  await segment.end();
  await postgres.stop();
}

report(
  `Receiving: ${String(MS / 1000)} s flat out, then as long at half of that, from when each request was due`,
  received.map(({ row }) => row),
  undefined,
);
report(
  'Received, mapped and delivered at the same time, until nothing is left',
  endToEnd.map(({ row }) => row),
  undefined,
);
if (million.length > 0)
  report(
    'Memory over 1,000,000 webhooks, as they are received',
    million,
    undefined,
  );
if (flags.json)
  process.stdout.write(
    `${JSON.stringify({ received: received.map(({ data }) => data), endToEnd: endToEnd.map(({ data }) => data), million, faults })}\n`,
  );
if (faults.length > 0) {
  console.error(
    `This run is void: its ledger does not balance.\n${faults.join('\n')}`,
  );
  process.exitCode = 3;
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

/** All candidates, one after the other, with bodies of one size on so many connections. */
async function compare(bytes: number, connections: number) {
  const measured = [];
  for (const candidate of receiversWith(stores)) {
    process.stderr.write(
      `${candidate.name}: ${String(bytes)} bytes, ${String(connections)} connections\n`,
    );
    measured.push({
      candidate,
      ...(await measure(candidate, bytes, connections)),
    });
  }
  const limit = measured[0]?.perSecond ?? NaN;
  const shopify = measured.at(-1)?.perSecond ?? NaN;
  return measured.map(({ candidate, perSecond, cpu, half, megabytes }) => ({
    row: {
      kB: Math.round(bytes / 1000),
      connections,
      who: candidate.name,
      'webhooks/s': Math.round(perSecond).toLocaleString('en'),
      'of (a)': (perSecond / limit).toFixed(2),
      'times (d)': (perSecond / shopify).toFixed(1),
      'µs of processor': Math.round(cpu),
      'half load: p50 ms': percentile(half.latencies, 0.5).toFixed(1),
      'p99 ms': percentile(half.latencies, 0.99).toFixed(1),
      MB: megabytes,
    },
    data: {
      name: candidate.name,
      bytes,
      connections,
      perSecond,
      cpu,
      p50: percentile(half.latencies, 0.5),
      p99: percentile(half.latencies, 0.99),
      megabytes,
      ledger: half.ledger,
    },
  }));
}

async function measure(
  candidate: Receiver,
  bytes: number,
  connections: number,
) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'));
  const child = await Child.start(
    candidate.program,
    await candidate.args(folder, segment.port),
  );
  try {
    const before = candidate.keeps ? await rows(child) : 0;
    const common = { port: child.port, connections, ...repeated(bytes) };
    await load(candidate.name, { ...common, forMs: Math.min(MS, 1000) });
    const cpuBefore = child.cpuMicroseconds;
    const full = await load(candidate.name, { ...common, forMs: MS });
    const perSecond = full.ledger.taken / full.seconds;
    const cpu = (child.cpuMicroseconds - cpuBefore) / full.ledger.taken;
    const half = await load(candidate.name, {
      ...common,
      forMs: MS,
      rate: perSecond / 2,
    });
    if (candidate.keeps)
      balance(`${candidate.name}: rows`, (await rows(child)) - before, taken);
    taken = 0;
    return { perSecond, cpu, half, megabytes: child.megabytes };
  } finally {
    await child.end();
    rmSync(folder, { recursive: true });
  }
}

async function rows(child: Child): Promise<number> {
  return (await child.ask<{ rows: number }>()).rows;
}

/** Everything that was sent must have been answered, by a 200 or a refusal. */
async function load(name: string, options: LoadOptions): Promise<Load> {
  const result = await runLoad(options);
  const { ledger } = result;
  taken += ledger.taken;
  balance(`${name}: answers`, ledger.taken + ledger.refused, ledger.sent);
  return result;
}

function balance(what: string, is: number, shouldBe: number): void {
  if (is !== shouldBe)
    faults.push(`${what}: ${String(is)} instead of ${String(shouldBe)}`);
}

/** Sends orders flat out to a service that delivers meanwhile; the time ends with the last message at Segment. */
async function deliverAtOnce(store: Receiver) {
  const { webhooks, connections, bytes } = END_TO_END;
  const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'));
  const orders = distinct(webhooks, bytes);
  const before = await limitNow();
  await segment.ask('reset');
  const [, ...rest] = await store.args(folder, segment.port);
  const child = await Child.start(store.program, ['everything', ...rest]);
  try {
    const started = Date.now();
    const result = await runLoad({
      port: child.port,
      connections,
      forMs: 600_000,
      next: orders.next,
    });
    const {
      distinct: arrived,
      lastAt,
      messages,
    } = await untilDelivered(result.ledger.taken);
    balance(`${store.name}: orders at Segment`, arrived, result.ledger.taken);
    const { sent, taken: accepted, refused } = result.ledger;
    balance(`${store.name}: answers`, accepted + refused, sent);
    const perSecond = arrived / ((lastAt - started) / 1000);
    const receiving = result.ledger.taken / result.seconds;
    const limit = (before + (await limitNow())) / 2;
    const row = {
      who: store.name,
      orders: arrived,
      'received/s': Math.round(receiving).toLocaleString('en'),
      'end to end/s': Math.round(perSecond).toLocaleString('en'),
      'of (a)': (perSecond / limit).toFixed(2),
      'sent twice': messages - arrived,
      'p50 ms': percentile(result.latencies, 0.5).toFixed(1),
      'p99 ms': percentile(result.latencies, 0.99).toFixed(1),
      MB: child.megabytes,
    };
    return {
      row,
      data: {
        name: store.name,
        perSecond,
        receiving,
        limit,
        ledger: result.ledger,
      },
    };
  } finally {
    await child.end();
    rmSync(folder, { recursive: true });
  }
}

/** How many the limit takes at this moment: a machine that is shared is not as fast at all times. */
async function limitNow(): Promise<number> {
  const child = await Child.start('bare');
  const { connections, bytes } = END_TO_END;
  const { ledger, seconds } = await runLoad({
    port: child.port,
    connections,
    forMs: MS,
    ...repeated(bytes),
  });
  await child.end();
  return ledger.taken / seconds;
}

interface Arrived {
  readonly distinct: number;
  readonly messages: number;
  readonly lastAt: number;
}

/** Resolves when Segment has so many, or gets no more for ten seconds. */
async function untilDelivered(count: number): Promise<Arrived> {
  for (;;) {
    const arrived = await segment.ask<Arrived>();
    if (arrived.distinct >= count || Date.now() - arrived.lastAt > 10_000)
      return arrived;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
