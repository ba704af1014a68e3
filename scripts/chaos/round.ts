import { setTimeout as sleep } from 'node:timers/promises';
import {
  faultsOf,
  FULL_DISK,
  KILLED_SERVER,
  WRONG_CLOCK,
  type Fault,
} from './faults.ts';
import type { Balance, ChaosLedger } from './ledger.ts';
import { Random } from './random.ts';
import { passTime, type World } from './world.ts';

/** How long nothing may change before time passes, and how often it may. */
const STILL_MS = 300;
const LONGEST_DRAIN = 20;

/**
 * Which faults happen in a round, by name: of a shuffled list two after the other, so that all happen within as many
 * rounds as there are, and sometimes one more.
 */
export function faultsIn(
  world: World,
  seed: number,
  round: number,
): readonly string[] {
  const names = new Random(seed).shuffled(Object.keys(faultsOf(world.store)));
  const random = new Random(seed * 7919 + round);
  const next = [round * 2, round * 2 + 1].map(
    (index) => names[index % names.length] ?? '',
  );
  const chosen = new Set([
    ...next,
    ...(random.chance(0.3) ? [random.pick(names)] : []),
  ]);
  // A server that cannot start because its disk is full is not killed besides.
  if (chosen.has(FULL_DISK)) chosen.delete(KILLED_SERVER);
  if (!world.store.disk) chosen.delete(FULL_DISK);
  return [...chosen];
}

/** One round: webhooks, faults among them, then peace until nothing waits. */
export async function runRound(
  world: World,
  names: readonly string[],
  random: Random,
  ledger: ChaosLedger,
): Promise<Balance> {
  const { shopify, segment } = world;
  const faults = faultsOf(world.store);
  let isOver = false;
  const sending = shopify.sendUntil(() => isOver);
  await Promise.all(
    names.map(async (name) => {
      const own = new Random(random.between(0, 2 ** 31));
      await shopify.moreAcknowledged(own.between(0, 60));
      await (faults[name] as Fault)(world, own);
    }),
  );
  await shopify.moreAcknowledged(random.between(5, 30));
  await segment.mend();
  isOver = true;
  await sending;
  await drain(world);
  // Several workers keep the order as well as they can. A wrong clock tells nobody how long something has waited.
  const keepsOrder = !world.store.server && !names.includes(WRONG_CLOCK);
  return ledger.balance(world, keepsOrder);
}

/** Resolves when the store has nothing left to do, or makes no more progress however much time passes. */
async function drain(world: World): Promise<void> {
  for (let passed = 0; passed < LONGEST_DRAIN; passed += 1) {
    if (await isEmptied(world)) return;
    await passTime(world);
    // Whoever sleeps wakes of it.
    await world.shopify.sendOne();
  }
}

/** False if what waits has not become less for a while. */
async function isEmptied({ store }: World): Promise<boolean> {
  let least = Infinity;
  let since = performance.now();
  for (;;) {
    const [row] = await store.rows<{ waiting: number | string }>(
      `SELECT (SELECT count(*) FROM webhooks WHERE status IN ('received', 'parked'))
            + (SELECT count(*) FROM messages WHERE status = 'mapped') AS waiting`,
    );
    const waiting = Number(row?.waiting);
    if (waiting === 0) return true;
    if (waiting < least) [least, since] = [waiting, performance.now()];
    else if (performance.now() - since > STILL_MS) return false;
    await sleep(10);
  }
}
