import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aborted } from '../lib/stopping.ts';
import { ChaosLedger, NOTHING, type Balance } from './ledger.ts';
import { Orders } from './orders.ts';
import { Processes } from './processes.ts';
import { Random } from './random.ts';
import { faultsIn, runRound } from './round.ts';
import { Segment } from './segment.ts';
import { Shopify, type Answers } from './shopify.ts';
import { openStore, type StoreName } from './stores.ts';
import type { World } from './world.ts';

/** A round takes a few seconds; one that takes this long hangs. */
const LONGEST_ROUND_MS = 90_000;

/** So many rounds have one store, before its disk is full without a fault. */
const ROUNDS_A_STORE = 20;

/** Runs these rounds of a seed on one kind of store, one after the other, and stops at the first that does not balance. */
export async function runStore(
  name: StoreName,
  seed: number,
  rounds: readonly number[],
  stopping: AbortSignal,
) {
  const tally = new Tally(name);
  for (let next = 0; next < rounds.length; next += ROUNDS_A_STORE) {
    const some = rounds.slice(next, next + ROUNDS_A_STORE);
    if (!(await runRounds(name, seed, some, tally, stopping))) break;
  }
  return tally.result();
}

/** False if one of them does not balance. */
async function runRounds(
  name: StoreName,
  seed: number,
  rounds: readonly number[],
  tally: Tally,
  stopping: AbortSignal,
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  const { world, close } = await createWorld(name, folder, seed);
  try {
    const ledger = new ChaosLedger();
    for (const round of rounds) {
      const started = performance.now();
      const names = faultsIn(world, seed, round);
      const random = new Random(seed * 104_729 + round);
      const balance = await inTime(
        runRound(world, names, random, ledger),
        stopping,
      );
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stderr.write(
        `${name} ${String(round)}: ${names.join('; ')} · ${String(balance.webhooks)} webhooks · ${seconds} s\n`,
      );
      tally.add(names, balance);
      if (balance.violations.length === 0) continue;
      tellViolations(balance.violations, { name, seed, round, folder });
      return false;
    }
  } finally {
    tally.addAnswers(world.shopify.answers);
    await close();
    if (tally.violations.length === 0)
      rmSync(folder, { recursive: true, force: true });
  }
  return true;
}

async function createWorld(name: StoreName, folder: string, seed: number) {
  const store = await openStore(name, folder);
  if (!store.disk)
    process.stderr.write(
      `${name}: no disk is filled, because no file system may be mounted here (that takes root)\n`,
    );
  const segment = await Segment.start();
  const processes = new Processes(
    folder,
    store.roles,
    segment.address,
    store.settings,
  );
  const random = new Random(seed);
  const orders = new Orders(random);
  const shopify = new Shopify(orders, random, processes.addresses);
  const close = async () => {
    shopify.giveUp();
    await processes.close();
    await segment.close();
    await store.close();
  };
  try {
    await processes.startAll();
  } catch (error) {
    await close();
    throw error;
  }
  const world: World = { store, processes, segment, shopify, orders };
  return { world, close };
}

async function inTime(
  round: Promise<Balance>,
  stopping: AbortSignal,
): Promise<Balance> {
  const late = AbortSignal.timeout(LONGEST_ROUND_MS);
  const unfinished = aborted(AbortSignal.any([late, stopping])).then(() => ({
    ...NOTHING,
    violations: [
      stopping.aborted
        ? 'the round was stopped'
        : `the round did not end within ${String(LONGEST_ROUND_MS / 1000)} s`,
    ],
  }));
  return Promise.race([round, unfinished]);
}

function tellViolations(
  violations: readonly string[],
  run: { name: string; seed: number; round: number; folder: string },
): void {
  const shown = violations.slice(0, 20).map((line) => `  ${line}\n`);
  process.stderr.write(
    `\n${String(violations.length)} violations:\n${shown.join('')}
The service's logs are in ${run.folder}. To repeat the round:
  npm run chaos -- --store ${run.name} --seed ${String(run.seed)} --round ${String(run.round)}
and if it needs what came before it:
  npm run chaos -- --store ${run.name} --seed ${String(run.seed)} --rounds ${String(run.round + 1)}\n\n`,
  );
}

/** What all rounds came to. */
class Tally {
  readonly violations: string[] = [];
  readonly #store: StoreName;
  readonly #faults: Record<string, number> = {};
  #rounds = 0;
  #webhooks = 0;
  #messages = 0;
  #repeated = 0;
  #outOfOrder = 0;
  #dead = 0;
  #refused = 0;
  #unanswered = 0;

  constructor(store: StoreName) {
    this.#store = store;
  }

  add(faults: readonly string[], balance: Balance): void {
    for (const name of faults)
      this.#faults[name] = (this.#faults[name] ?? 0) + 1;
    this.#rounds += 1;
    this.#webhooks += balance.webhooks;
    this.#messages += balance.messages;
    this.#repeated += balance.repeated;
    this.#outOfOrder += balance.outOfOrder;
    this.#dead += balance.dead;
    this.violations.push(...balance.violations);
  }

  addAnswers({ refused, unanswered }: Answers): void {
    this.#refused += refused;
    this.#unanswered += unanswered;
  }

  result() {
    const figures = {
      store: this.#store,
      rounds: this.#rounds,
      acknowledged: this.#webhooks,
      refused: this.#refused,
      unanswered: this.#unanswered,
      messages: this.#messages,
      repeated: this.#repeated,
      'refused by Segment': this.#dead,
      'out of order': this.#outOfOrder,
    };
    return {
      row: { ...figures, violations: this.violations.length },
      data: { ...figures, faults: this.#faults, violations: this.violations },
    };
  }
}
