import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Subject } from '../ledger.ts';
import { makeMessage } from '../testing/message.ts';
import { makeEntry } from '../testing/visitor.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { SqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plans-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a service does over and over. */
async function work(store: Store): Promise<void> {
  await store.add(makeWebhook());
  const webhooks = await store.leaseWebhooks(10);
  const subject = 'somebody' as Subject;
  await store.ledger.denialsOf([subject]);
  await store.ledger.knownOf([subject]);
  await store.ledger.handoversOf([subject]);
  await store.settleWebhooks(
    webhooks.map((leased) => ({
      leased,
      outcome: { status: 'mapped', messages: [makeMessage('one')] },
      ledger: {
        concerns: { customer: subject, resource: subject },
        facts: [
          {
            subject,
            at: 1,
            known: { told: true },
            basis: { subjects: [subject], since: 0, granted: [] },
          },
        ],
      },
    })),
  );
  const messages = await store.leaseMessages(10);
  const kept = await store.keepMessages(messages);
  await store.settleMessages(
    kept.map((leased) => ({ leased, outcome: { status: 'handed over' } })),
  );
  await store.ledger.record(makeEntry());
  await store.nextDue();
  const before = { bodies: 1, deadBodies: 1, webhooks: 1, messages: 1 };
  await store.forget(before, 10);
  await store.ledger.prune({ visitors: 1, orders: 1, receipts: 1 }, 10);
}

/** Reading all of them: who is known by an index of what is to be done, or of what opening found leased. */
const FEW =
  /USING (COVERING )?INDEX (webhooks_due|messages_waiting|erased_up_to)/;

test('nothing that is done over and over reads a whole table', async () => {
  const file = join(folder, 'store.db');
  const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
  const store = SqliteStore.open(file, Date.now);
  await work(store);
  const statements = [...new Set(prepare.mock.calls.map(([text]) => text))];
  prepare.mockRestore();
  await store.close();

  const db = new DatabaseSync(file);
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .all()
    .map(({ name }) => String(name));
  const reads = statements
    .filter((text) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(text))
    .flatMap((text) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${text}`)
        .all()
        .map(({ detail }) => ({ text, detail: String(detail) })),
    );
  db.close();
  expect(reads.length).toBeGreaterThan(50);
  expect(
    reads.filter(
      ({ detail }) =>
        tables.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? '') &&
        !FEW.test(detail),
    ),
  ).toEqual([]);
});
