import type { Orders } from './orders.ts';
import type { Processes } from './processes.ts';
import type { Segment } from './segment.ts';
import type { Shopify } from './shopify.ts';
import type { ChaosStore } from './stores.ts';

/** Everything that a fault can happen to. */
export interface World {
  readonly store: ChaosStore;
  readonly processes: Processes;
  readonly segment: Segment;
  readonly shopify: Shopify;
  readonly orders: Orders;
}

/** Ten minutes pass at once: every lease runs out, and whatever waits to be tried again is due. */
export async function passTime({ store, processes }: World): Promise<void> {
  const ms = 10 * 60_000;
  processes.passTime(ms);
  await store.passTime(ms).catch((error: unknown) => {
    // The server is away, as a fault has it; it is asked again.
    if (store.server?.isRunning && !isConnectionLost(error)) throw error;
  });
}

/** Resolves when Segment has got so many more requests. Time passes as long as it is left alone. */
export async function moreRequests(world: World, count: number): Promise<void> {
  const { segment, shopify } = world;
  const goal = segment.requests + count;
  while (segment.requests < goal) {
    await Promise.race([segment.nextRequest(), shopify.moreAcknowledged(30)]);
    if (segment.requests < goal) await passTime(world);
  }
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message: string };
  // Class 57: it was told to stop; 53: its disk is full; 08 and no code: nobody answers.
  return (
    /^(57|53|08|E)/.test(code) || /^Connection|connection error/.test(message)
  );
}
