import { moreRequests, passTime, type World } from './world.ts';
import type { Random } from './random.ts';
import type { SegmentFault } from './segment.ts';
import type { Shopify } from './shopify.ts';

/** Something that happens while webhooks come, and is over when it resolves. */
export type Fault = (world: World, random: Random) => Promise<void>;

export const WRONG_CLOCK = 'clock: hours wrong';
export const FULL_DISK = 'disk: full';
export const KILLED_SERVER = 'PostgreSQL: SIGKILL';

const HOUR = 3_600_000;

/** Some of them at once are gone; then they are there again. */
async function end(
  { processes, shopify }: World,
  random: Random,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<void> {
  const { places } = processes;
  const some = random
    .shuffled(places)
    .slice(0, random.between(1, Math.min(3, places.length)));
  await Promise.all(
    some.map(async (place) => {
      await processes.end(place, signal);
      if (processes.addresses().length > 0)
        await shopify.moreAcknowledged(random.between(0, 40));
      await processes.start(place);
    }),
  );
}

/** So many webhooks are not taken; or so many are that the ledger will find what was acknowledged and not kept. */
async function refusals(shopify: Shopify, count: number): Promise<void> {
  const { answers } = shopify;
  // There may be nobody left to refuse them: who is killed meanwhile cannot start.
  const failures = () => answers.refused + answers.unanswered;
  const goal = failures() + count;
  const tooMany = answers.acknowledged + 2000;
  await shopify.until(
    () => failures() >= goal || answers.acknowledged >= tooMany,
  );
}

/** Every connection to the database breaks, and it answers again when webhooks have been refused. */
const crash: Fault = async ({ store: { server }, shopify }, random) => {
  if (!server) return;
  await server.kill();
  await refusals(shopify, random.between(1, 20));
  await server.run();
};

/** Webhooks come until some are refused, and then there is room again. */
const fullDisk: Fault = async (world, random) => {
  const { store, orders, shopify } = world;
  orders.pad(50_000);
  store.disk?.fill();
  await refusals(shopify, random.between(1, 20));
  orders.pad(0);
  store.disk?.makeRoom();
  if (store.server && !store.server.isRunning) await store.server.run();
};

/** Clocks are hours wrong, then otherwise, then right. */
const wrongClock: Fault = async ({ processes, shopify }, random) => {
  const { places } = processes;
  const some = random
    .shuffled(places)
    .slice(0, random.between(1, places.length));
  for (let jumps = random.between(1, 3); jumps > 0; jumps -= 1) {
    for (const { clock } of some)
      clock.setWrong(random.between(-6 * HOUR, 6 * HOUR));
    await shopify.moreAcknowledged(random.between(10, 60));
  }
  for (const { clock } of some) clock.setWrong(0);
};

/** A worker stands still for longer than its lease, and goes on with what another one has done meanwhile. */
const frozenWorker: Fault = async (world, random) => {
  const { processes, segment, shopify } = world;
  await segment.fail({ answer: 'late', delayMs: 100, times: 4 });
  await moreRequests(world, random.between(1, 3));
  const frozen = processes.places
    .filter(({ role }) => role === 'worker')
    .flatMap(({ running }) => running ?? [])
    .slice(0, random.between(1, 2));
  for (const { process: child } of frozen) child.kill('SIGSTOP');
  await shopify.moreAcknowledged(random.between(0, 30));
  await passTime(world);
  await shopify.moreAcknowledged(random.between(30, 60));
  for (const { process: child } of frozen) child.kill('SIGCONT');
};

/** Segment does so for a few requests, however long it takes until they come. */
function segmentDoes(choose: (random: Random) => SegmentFault): Fault {
  return async (world, random) => {
    const times = random.between(1, 4);
    await world.segment.fail({ times, ...choose(random) });
    await moreRequests(world, times);
  };
}

/** Segment refuses every message of one event, and with it each batch that has one. */
const refusedMessages: Fault = async (world, random) => {
  const { segment } = world;
  const goal = segment.refused.size + random.between(1, 4);
  await segment.fail({ answer: 400, event: 'Order Cancelled' });
  while (segment.refused.size < goal) await moreRequests(world, 1);
};

const ON_SEGMENT: Readonly<Record<string, Fault>> = {
  'Segment: 500': segmentDoes((random) => ({
    answer: random.pick([500, 502, 503, 504, 408]),
  })),
  'Segment: 429': segmentDoes((random) => ({
    answer: 429,
    retryAfter: random.pick(['1', '30', '100000']),
  })),
  'Segment: 401': segmentDoes((random) => ({
    answer: random.pick([401, 403, 301]),
  })),
  'Segment: 400 to a batch': segmentDoes(() => ({ answer: 400 })),
  'Segment: 400 to a message': refusedMessages,
  'Segment: cut, half an answer, garbage': segmentDoes((random) => ({
    answer: random.pick(['cut', 'half', 'garbage']),
  })),
  'Segment: slow': segmentDoes((random) => ({
    answer: 'late',
    delayMs: random.between(20, 400),
  })),
};

const ANYWHERE: Readonly<Record<string, Fault>> = {
  'service: SIGKILL': (world, random) => end(world, random, 'SIGKILL'),
  'service: SIGTERM': (world, random) => end(world, random, 'SIGTERM'),
  [WRONG_CLOCK]: wrongClock,
  [FULL_DISK]: fullDisk,
};

const ON_A_SERVER: Readonly<Record<string, Fault>> = {
  [KILLED_SERVER]: crash,
  'worker: stopped beyond its lease': frozenWorker,
};

/** What can happen where there is a database's server, or none. */
export function faultsOf({
  server,
}: World['store']): Readonly<Record<string, Fault>> {
  return { ...ANYWHERE, ...(server && ON_A_SERVER), ...ON_SEGMENT };
}
