import type { LeasedMessage, MessageOutcome } from '../store/store.ts';
import { backOff, type Verdict } from './retry-policy.ts';

/** A verdict on messages, rather than on the batch they were in. */
export type FinalVerdict = Exclude<Verdict, { type: 'split' }>;

const AN_HOUR = 60 * 60 * 1000;

/**
 * Segment remembers ids for about a day. A message that is sent again later than this may be the second of its kind.
 *
 * @see https://segment.com/docs/guides/duplicate-data/
 */
const SEGMENT_REMEMBERS_MS = 20 * AN_HOUR;

/** What a verdict means for one of the messages: each waits for its own time. */
export function outcomeOf(
  verdict: FinalVerdict,
  { failures, starts, firstStartAt }: LeasedMessage,
  now: number,
  random: number,
): MessageOutcome {
  switch (verdict.type) {
    case 'handed over': {
      const late = now - firstStartAt;
      return starts > 1 && late > SEGMENT_REMEMBERS_MS
        ? {
            status: 'handed over',
            note: `late: ${String(Math.round(late / AN_HOUR))} h after the first try`,
          }
        : { status: 'handed over' };
    }
    case 'dead':
      return { status: 'dead', reason: verdict.reason };
    case 'hold':
    case 'retry':
      return {
        status: 'waiting',
        reason: verdict.reason,
        dueAt: now + (verdict.afterMs ?? backOff(failures, random)),
        attempt: verdict.afterMs === undefined ? 'failed' : 'told',
      };
  }
}
