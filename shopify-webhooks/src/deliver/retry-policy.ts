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
  | { readonly type: 'handed over' }
  /** One message spoils the batch, or it is too large: try its halves. */
  | { readonly type: 'split' }
  /** Never to be accepted. */
  | { readonly type: 'dead'; readonly reason: string }
  /** `counted`: the attempt failed, rather than being told to come later. */
  | {
      readonly type: 'retry';
      readonly afterMs: number;
      readonly counted: boolean;
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

/** @param random a number from 0 to 1, so that many waiting batches do not come back at once */
export function judge(
  attempt: Attempt,
  batchSize: number,
  failures: number,
  random: number,
): Verdict {
  if (attempt.type === 'unanswered')
    return retry(failures, random, attempt.reason);
  const { status, retryAfterMs } = attempt;
  const reason = `Segment answered ${String(status)}`;
  if (status >= 200 && status < 300) return { type: 'handed over' };
  const told = retryAfterMs === undefined ? undefined : bounded(retryAfterMs);
  if (isWrongAddressOrKey(status))
    return { type: 'hold', afterMs: told ?? HOLD_MS, reason };
  if (isTransient(status))
    return told === undefined
      ? retry(failures, random, reason)
      : { type: 'retry', afterMs: told, counted: false, reason };
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

// Exponential from 1 s to 5 min, with the jitter over the whole step.
function retry(failures: number, random: number, reason: string): Verdict {
  const ceiling = Math.min(LONGEST_WAIT_MS, SECOND * 2 ** (failures + 1));
  return {
    type: 'retry',
    afterMs: Math.round(SECOND + random * (ceiling - SECOND)),
    counted: true,
    reason,
  };
}
