import { customerSubject, type Merge } from '../ledger.ts';
import { idOfGid, type Json } from '../shopify/payload.ts';

/** Two customers that became one: what the one has denied, the other has. */
export function mergeOf(topic: string, payload: Json): Merge | undefined {
  if (topic !== 'customers/merge') return undefined;
  if (!/^complete/i.test(String(payload['status']))) return undefined;
  const kept = idOfGid(
    payload['admin_graphql_api_customer_kept_id'],
    'Customer',
  );
  const deleted = idOfGid(
    payload['admin_graphql_api_customer_deleted_id'],
    'Customer',
  );
  return kept === undefined || deleted === undefined
    ? undefined
    : { from: customerSubject(deleted), into: customerSubject(kept) };
}
