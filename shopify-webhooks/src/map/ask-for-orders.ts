import type { Logger } from 'pino';
import type { LookedUp, OrderLookUp } from '../shopify/admin.ts';

/** How many questions are under way, and how many there are before anything else is done: within a lease. */
const AT_ONCE = 4;
const LIMIT = 20;

export interface Answers {
  /** Of some orders there is none: there were too many, or Shopify has failed before. */
  readonly byOrder: ReadonlyMap<string, LookedUp>;
  readonly hasFailed: boolean;
}

/** Asks Shopify for orders, each once and a few at a time, until it fails. It never rejects. */
export async function askForOrders(
  orderIds: readonly string[],
  lookUp: OrderLookUp | undefined,
  log: Logger,
): Promise<Answers> {
  const byOrder = new Map<string, LookedUp>();
  let hasFailed = false;
  if (!lookUp) return { byOrder, hasFailed };
  const waiting = [...new Set(orderIds)].slice(0, LIMIT);
  const askOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const answer = await lookUp(next);
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
