/**
 * What to do after an attempt to hand a batch over. Pure: no clock, no network.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */

export type Attempt =
  | {
      readonly type: 'answered';
      readonly status: number;
      /** From `Retry-After`, in milliseconds. */
      readonly retryAfterMs?: number;
    }
  /** No answer: the network, a time-out, a connection cut half-way. */
  | { readonly type: 'unanswered'; readonly reason: string };

export type Verdict =
  /** `afterMs`: whatever comes next is to wait that long. */
  | { readonly type: 'handed over'; readonly afterMs?: number }
  /** One message spoils the batch, or it is too large: try its halves. */
  | { readonly type: 'split' }
  /** Never to be accepted. */
  | { readonly type: 'dead'; readonly reason: string }
  /** To be sent again. `afterMs`: the attempt did not fail, but was told to come that much later. */
  | {
      readonly type: 'retry';
      readonly afterMs?: number;
      readonly reason: string;
    }
  /** The write key or the address is wrong: a person must act, and no message is to blame. */
  | {
      readonly type: 'hold';
      readonly afterMs: number;
      readonly reason: string;
    };

const SECOND = 1000;
const LONGEST_WAIT_MS = 300 * SECOND;
const HOLD_MS = 60 * SECOND;

/** What an attempt with a batch of this size means for its messages. */
export function judge(attempt: Attempt, batchSize: number): Verdict {
  if (attempt.type === 'unanswered')
    return { type: 'retry', reason: attempt.reason };
  const { status, retryAfterMs } = attempt;
  const reason = `Segment answered ${String(status)}`;
  const told =
    retryAfterMs === undefined ? {} : { afterMs: bounded(retryAfterMs) };
  if (status >= 200 && status < 300) return { type: 'handed over', ...told };
  if (isWrongAddressOrKey(status))
    return { type: 'hold', afterMs: HOLD_MS, ...told, reason };
  if (isTransient(status)) return { type: 'retry', ...told, reason };
  return batchSize > 1 ? { type: 'split' } : { type: 'dead', reason };
}

// "At once" would be a storm, and years would be for ever.
function bounded(ms: number): number {
  return Math.min(Math.max(ms, SECOND), LONGEST_WAIT_MS);
}

// A redirect is not followed: the write key and the customers' data would go with it.
function isWrongAddressOrKey(status: number): boolean {
  return (
    (status >= 300 && status < 400) || [401, 403, 404, 405].includes(status)
  );
}

function isTransient(status: number): boolean {
  return (
    [408, 410, 429, 460].includes(status) ||
    (status >= 500 && ![501, 505, 511].includes(status))
  );
}

/**
 * How long to wait after a failure, in milliseconds: from 1 s to a ceiling that doubles with each failure before it, up
 * to 5 min.
 *
 * @param random a number from 0 to 1, so that many that wait do not come back at once
 */
export function backOff(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, SECOND * 2 ** (failures + 1));
  return Math.round(SECOND + random * (ceiling - SECOND));
}
