import type { Store } from '../store/store.ts';
import { Book } from './ledger-contract/book.ts';
import { mergedContract } from './ledger-contract/merged.ts';
import { ordersContract } from './ledger-contract/orders.ts';
import { visitorsContract } from './ledger-contract/visitors.ts';

/** What the ledger of every store must do. `open` gives an empty one. */
export function ledgerContract(
  open: (now: () => number) => Promise<Store>,
): void {
  const on = new Book(open);
  ordersContract(on);
  mergedContract(on);
  visitorsContract(on);
}
