import type { Logger } from 'pino';
import type { LookedUp, OrderLookUp } from '../shopify/admin.ts';

/** How many questions are under way, and how many there are before anything else is done: within a lease. */
const AT_ONCE = 4;
const LIMIT = 20;

export interface Answers {
  /** Of some orders there is none: there were too many, Shopify has failed before, or it was time to stop. */
  readonly byOrder: ReadonlyMap<string, LookedUp>;
  readonly hasFailed: boolean;
}

export interface AskDependencies {
  /** Undefined: nobody is asked. */
  readonly lookUp: OrderLookUp | undefined;
  readonly log: Logger;
  /** Aborted when the service is to stop. */
  readonly stopping: AbortSignal;
}

/** Asks Shopify for orders, each once and a few at a time, until it fails or the service is to stop. It never rejects. */
export async function askForOrders(
  orderIds: readonly string[],
  { lookUp, log, stopping }: AskDependencies,
): Promise<Answers> {
  const byOrder = new Map<string, LookedUp>();
  let hasFailed = false;
  if (!lookUp || stopping.aborted) return { byOrder, hasFailed };
  const waiting = [...new Set(orderIds)].slice(0, LIMIT);
  const askOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const answer = await lookUp(next);
      if (stopping.aborted) waiting.length = 0;
      // That it was not waited for says nothing of Shopify.
      if (stopping.aborted && answer.status === 'failed') return;
      byOrder.set(next, answer);
      if (answer.status !== 'failed') continue;
      hasFailed = true;
      waiting.length = 0;
      log.warn(
        { reason: answer.reason },
        'Shopify could not be asked for an order; nobody is named',
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return { byOrder, hasFailed };
}
