import type { Remembered } from '../claim.ts';
import { recall } from '../consent.ts';
import type { Fact, Subject } from '../ledger.ts';
import type { OrderLookUp } from '../shopify/admin.ts';
import type { Settled } from '../store/store.ts';
import type { Answers } from './ask-for-orders.ts';
import type { AskedLedger } from './ask-together.ts';
import { concernsOf } from './give-back.ts';
import { aboutLookedUp, factFromLookUp } from './looked-up.ts';
import { PARKED_MS, waitsFor, type ReadWebhook } from './map.ts';
import type { MapConfig } from './mapping.ts';

/** When Shopify is asked again after it has failed, in milliseconds. */
const ASK_AGAIN_MS = 60_000;

export interface RecollectDependencies {
  readonly config: MapConfig;
  readonly ledger: AskedLedger;
  /** Asks Shopify for an order; undefined: nobody is asked. */
  readonly lookUp: OrderLookUp | undefined;
  readonly now: () => number;
}

/**
 * What is known for a mapping; or that it waits until more is; undefined: Shopify is to be asked. Rejects only if the
 * ledger cannot be read.
 */
export async function recollect(
  read: ReadWebhook,
  answers: Answers | undefined,
  { config, ledger, lookUp, now }: RecollectDependencies,
): Promise<
  | (Remembered & { readonly lookedUp?: Fact })
  | Omit<Settled, 'leased'>
  | undefined
> {
  const remembered = await recall(read.about, ledger);
  const awaited = waitsFor(read, remembered);
  if (awaited === undefined) return remembered;
  const { receivedAt } = read.webhook;
  const { order } = read.about.subjects;
  if (now() < receivedAt + PARKED_MS)
    // Whoever received it may have another clock.
    return parked(read, awaited, Math.min(receivedAt, now()) + PARKED_MS);
  const { orderId } = read.about;
  if (!lookUp || orderId === undefined || order === undefined)
    return remembered;
  if (!answers) return undefined;
  const answer = answers.byOrder.get(orderId);
  if (answer === undefined)
    // There were too many, or it has failed. After so long it is told of about nobody.
    return now() < receivedAt + 2 * PARKED_MS
      ? parked(read, awaited, now() + (answers.hasFailed ? ASK_AGAIN_MS : 0))
      : remembered;
  if (answer.status !== 'found') return remembered;
  const about = aboutLookedUp(answer.order, receivedAt);
  const itsOwn = await recall(about, ledger);
  const lookedUp = factFromLookUp(answer.order, about, itsOwn, config);
  if (lookedUp?.subject !== order) return remembered;
  const { known } = lookedUp;
  return {
    ...remembered,
    known: new Map([...remembered.known, ...itsOwn.known, [order, known]]),
    denials: new Map([...remembered.denials, ...itsOwn.denials]),
    lookedUp,
  };
}

function parked(
  read: ReadWebhook,
  awaited: Subject,
  dueAt: number,
): Omit<Settled, 'leased'> {
  return {
    outcome: {
      status: 'parked',
      reason:
        awaited === read.about.subjects.order
          ? 'its order is not known yet'
          : 'its customer is not known yet',
      waitsFor: awaited,
      dueAt,
    },
    ledger: { concerns: concernsOf(read) },
  };
}
