import type { Store } from '../store/store.ts';
import { forgettingContract } from './store-contract/forgetting.ts';
import { leasingContract } from './store-contract/leasing.ts';
import { orderContract } from './store-contract/order.ts';
import { receivingContract } from './store-contract/receiving.ts';
import { recordContract } from './store-contract/record.ts';
import { settlingContract } from './store-contract/settling.ts';
import { Outbox } from './store-contract/outbox.ts';

/** What every store must do. `open` gives an empty one. */
export function storeContract(
  open: (now: () => number) => Promise<Store>,
): void {
  const on = new Outbox(open);
  receivingContract(on);
  leasingContract(on);
  settlingContract(on);
  orderContract(on);
  recordContract(on);
  forgettingContract(on);
}
