import { LEASE_MS, LONGEST_WAIT_MS } from './store.ts';

/** Selects the `seq` of up to `:limit` rows whose time has come. It takes `leaseTimes`. */
export function dueIn(
  table: 'webhooks' | 'messages',
  condition: string,
): string {
  const first = (isDue: string) =>
    `SELECT seq FROM (SELECT seq FROM ${table} WHERE ${condition} AND ${isDue} ORDER BY due_at, seq LIMIT :limit)`;
  return `${first('due_at <= :now')} UNION ALL ${first('due_at > :astray')} LIMIT :limit`;
}

/** @param now in milliseconds since 1970 */
export function leaseTimes(now: number) {
  return { now, until: now + LEASE_MS, astray: now + LONGEST_WAIT_MS };
}
