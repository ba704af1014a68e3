import type { LeasedWebhook, Settled } from '../store/store.ts';
import type { ReadWebhook } from './map.ts';

/** A webhook that is not mapped now, through no fault of its own: it has its turn again before what came after it. */
export function giveBack(
  leased: LeasedWebhook,
  read: ReadWebhook | Pick<Settled, 'outcome'>,
  reason: string,
): Settled {
  return {
    leased,
    outcome: {
      status: 'parked',
      reason,
      waitsFor: undefined,
      dueAt: leased.webhook.receivedAt,
    },
    ...('about' in read && { ledger: { concerns: concernsOf(read) } }),
  };
}

/** Whom it is about, so that it is found when they are erased. */
export function concernsOf({ about }: ReadWebhook) {
  const { customer, order, contract } = about.subjects;
  return { customer, resource: order ?? contract };
}
