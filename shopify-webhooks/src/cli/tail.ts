import { setTimeout as sleep } from 'node:timers/promises';
import type { Operations, SettledRecord } from '../store/operations.ts';
import { operating } from './reading.ts';
import { duration, moment, shortId } from './table.ts';

const LIMIT = 500;
const EVERY_MS = 500;
/** How far back the first look goes, in milliseconds. */
const BACK_MS = 60_000;

/** Prints what becomes of webhooks and messages as it happens, until it is stopped. */
export function tail(
  env: NodeJS.ProcessEnv,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
): Promise<void> {
  return operating(env, async (operations) => {
    for await (const record of settled(
      operations,
      Date.now() - BACK_MS,
      signal,
    ))
      console.log(json ? JSON.stringify(asJson(record)) : line(record));
  });
}

/** Each record once, also where several were settled in the same millisecond. */
export async function* settled(
  operations: Pick<Operations, 'settledAfter'>,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<SettledRecord> {
  let seen = new Set<string>();
  let time = since;
  while (!signal.aborted) {
    // The last millisecond once more: there may be more of it now.
    const records = await operations.settledAfter(time - 1, LIMIT + seen.size);
    for (const record of records) {
      if (record.settledAt > time) {
        time = record.settledAt;
        seen = new Set();
      }
      const id = `${record.type} ${record.id} ${record.status}`;
      if (seen.has(id)) continue;
      seen.add(id);
      yield record;
    }
    if (records.length < LIMIT)
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function asJson({ settledAt, occurredAt, ...record }: SettledRecord) {
  return {
    ...record,
    settledAt: new Date(settledAt).toISOString(),
    ...(occurredAt !== undefined && {
      occurredAt: new Date(occurredAt).toISOString(),
    }),
  };
}

function line(record: SettledRecord): string {
  const { settledAt, topic, event, status, reason, starts, id } = record;
  const details = [
    reason,
    record.occurredAt === undefined
      ? undefined
      : `${duration(settledAt - record.occurredAt)} after it happened`,
    starts > 1 ? `${String(starts)} tries` : undefined,
  ].filter((detail) => detail !== undefined);
  const what = event === undefined ? topic : `  → ${event}`;
  return `${moment(settledAt)}  ${what.padEnd(30)}  ${status.padEnd(11)}  ${shortId(id).padEnd(20)}  ${details.join(' · ')}`.trimEnd();
}
