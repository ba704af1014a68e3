import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SegmentConfig } from '../segment-settings.ts';
import type { Attempt } from './retry-policy.ts';

/** How long Segment may take to answer. */
const TIMEOUT_MS = 10_000;

export interface PublishDependencies {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  /** Aborts the request. */
  readonly stopping: AbortSignal;
}

const compress = promisify(gzip);

/** Posts a batch to Segment. Never rejects; reads no more of the answer than its head. */
export async function publish(
  body: string,
  {
    writeKey,
    endpoint,
    gzip: isCompressed,
  }: Pick<SegmentConfig, 'writeKey' | 'endpoint' | 'gzip'>,
  { fetch, now, stopping }: PublishDependencies,
): Promise<Attempt> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
        'content-type': 'application/json',
        ...(isCompressed && { 'content-encoding': 'gzip' }),
      },
      body: isCompressed ? await compress(body) : body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    const retryAfterMs = parseRetryAfter(
      response.headers.get('retry-after'),
      now(),
    );
    return {
      type: 'answered',
      status: response.status,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  } catch (error) {
    return { type: 'unanswered', reason: reasonOf(error) };
  }
}

/** `Retry-After` as seconds or as a date, in milliseconds from now. */
export function parseRetryAfter(
  value: string | null,
  now: number,
): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  return isNaN(date) ? undefined : Math.max(0, date - now);
}

// The code of the network error, such as ECONNREFUSED: its message may hold addresses.
function reasonOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as {
    readonly name?: unknown;
    readonly cause?: { readonly code?: unknown };
  };
  if (name === 'TimeoutError') return 'no answer in time';
  return typeof cause?.code === 'string' ? cause.code : 'network error';
}
