/**
 * The embedded store's tables, by version: entry N brings a file from version N to N + 1 (`PRAGMA user_version`).
 * Bodies are bytes, because text columns of other databases refuse what JSON allows (U+0000, lone surrogates).
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE webhooks (
    seq         INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    topic       TEXT NOT NULL,
    shop        TEXT NOT NULL,
    test        INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body        BLOB NOT NULL,
    status      TEXT NOT NULL DEFAULT 'received',
    reason      TEXT,
    starts      INTEGER NOT NULL DEFAULT 0,
    due_at      INTEGER NOT NULL,
    lease       TEXT
  ) STRICT;
  CREATE INDEX webhooks_due ON webhooks (due_at, seq) WHERE status = 'received';

  CREATE TABLE messages (
    seq         INTEGER PRIMARY KEY,
    message_id  TEXT NOT NULL UNIQUE,
    webhook_key TEXT NOT NULL,
    event       TEXT NOT NULL,
    body        TEXT NOT NULL,
    status      TEXT NOT NULL DEFAULT 'mapped',
    reason      TEXT,
    flags       TEXT,
    failures    INTEGER NOT NULL DEFAULT 0,
    due_at      INTEGER NOT NULL,
    lease       TEXT,
    settled_at  INTEGER
  ) STRICT;
  CREATE INDEX messages_due ON messages (due_at, seq) WHERE status = 'mapped';
  `,
  // Subjects are hashes; the one id in clear is the one that an order may be sent with.
  `
  CREATE TABLE denials (
    subject     TEXT NOT NULL,
    category    TEXT NOT NULL,
    denied_at   INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (subject, category)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX denials_received ON denials (received_at);

  CREATE TABLE handovers (
    cart         TEXT PRIMARY KEY,
    visitor      TEXT NOT NULL,
    anonymous_id TEXT,
    categories   TEXT NOT NULL,
    received_at  INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX handovers_visitor ON handovers (visitor);
  CREATE INDEX handovers_received ON handovers (received_at);

  CREATE TABLE receipts (
    seq            INTEGER PRIMARY KEY,
    receipt_id     TEXT NOT NULL UNIQUE,
    received_at    INTEGER NOT NULL,
    decided_at     TEXT NOT NULL,
    categories     TEXT NOT NULL,
    model          TEXT,
    gpc            INTEGER NOT NULL,
    policy_version TEXT NOT NULL,
    platform       TEXT,
    anonymous_id   TEXT
  ) STRICT;
  CREATE INDEX receipts_received ON receipts (received_at);
  CREATE TRIGGER receipts_append_only BEFORE UPDATE ON receipts
  BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

  ALTER TABLE messages ADD COLUMN basis TEXT;
  `,
  // What is known of orders, checkouts, contracts and customers; and by whom everything can be found.
  `
  CREATE TABLE known (
    subject     TEXT PRIMARY KEY,
    facts       TEXT NOT NULL,
    at          INTEGER NOT NULL,
    shop        TEXT NOT NULL,
    cart        TEXT,
    visitor     TEXT,
    customer    TEXT,
    received_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX known_cart ON known (cart) WHERE cart IS NOT NULL;
  CREATE INDEX known_visitor ON known (visitor) WHERE visitor IS NOT NULL;
  CREATE INDEX known_customer ON known (customer) WHERE customer IS NOT NULL;
  CREATE INDEX known_received ON known (received_at);

  ALTER TABLE webhooks ADD COLUMN customer TEXT;
  ALTER TABLE webhooks ADD COLUMN resource TEXT;
  ALTER TABLE webhooks ADD COLUMN waits_for TEXT;
  CREATE INDEX webhooks_customer ON webhooks (customer) WHERE customer IS NOT NULL;
  CREATE INDEX webhooks_resource ON webhooks (resource) WHERE resource IS NOT NULL;
  CREATE INDEX webhooks_waiting ON webhooks (waits_for) WHERE waits_for IS NOT NULL;
  DROP INDEX webhooks_due;
  CREATE INDEX webhooks_due ON webhooks (due_at, seq) WHERE status IN ('received', 'parked');

  ALTER TABLE messages ADD COLUMN decision TEXT;
  CREATE INDEX messages_webhook ON messages (webhook_key);
  `,
  // Looked for before anything else is taken, however many wait.
  `
  CREATE INDEX webhooks_unfinished ON webhooks (due_at, seq) WHERE status IN ('received', 'parked') AND starts > 0;
  `,
  // Customers that became a part of another: what one of them denies, all have denied. And who was erased.
  `
  CREATE TABLE merged (
    subject     TEXT PRIMARY KEY,
    kept        TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX merged_kept ON merged (kept);
  CREATE INDEX merged_received ON merged (received_at);

  -- Who was erased while webhooks up to this one waited to be mapped: until they are, what is theirs is not known.
  CREATE TABLE erased (
    subject TEXT PRIMARY KEY,
    up_to   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_up_to ON erased (up_to);
  `,
  // The delivery record, order per resource, what is dead at hand, and what is to lose its body.
  `
  ALTER TABLE webhooks ADD COLUMN settled_at INTEGER;
  ALTER TABLE webhooks ADD COLUMN correction INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX webhooks_settled ON webhooks (settled_at) WHERE settled_at IS NOT NULL;
  CREATE INDEX webhooks_bodies ON webhooks (received_at) WHERE length(body) > 0;
  CREATE INDEX webhooks_emptied ON webhooks (received_at) WHERE length(body) = 0;
  CREATE INDEX webhooks_dead ON webhooks (seq) WHERE status = 'dead';

  ALTER TABLE messages ADD COLUMN resource TEXT;
  ALTER TABLE messages ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN first_start_at INTEGER;
  ALTER TABLE messages ADD COLUMN mapped_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN occurred_at INTEGER NOT NULL DEFAULT 0;
  UPDATE messages SET mapped_at = due_at, occurred_at = due_at;
  UPDATE messages SET starts = 1, first_start_at = due_at WHERE failures > 0;
  CREATE INDEX messages_order ON messages (resource, seq) WHERE status = 'mapped';
  CREATE INDEX messages_waiting ON messages (mapped_at) WHERE status = 'mapped';
  CREATE INDEX messages_settled ON messages (settled_at) WHERE settled_at IS NOT NULL;
  CREATE INDEX messages_bodies ON messages (settled_at) WHERE settled_at IS NOT NULL AND length(body) > 0;
  CREATE INDEX messages_dead ON messages (seq) WHERE status = 'dead';
  `,
  // Bodies apart: a row is written again each time something becomes of it, and its body is not.
  `
  CREATE TABLE webhook_bodies (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  INSERT INTO webhook_bodies SELECT seq, body FROM webhooks WHERE length(body) > 0;
  DROP INDEX webhooks_bodies;
  DROP INDEX webhooks_emptied;
  ALTER TABLE webhooks ADD COLUMN body_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE webhooks SET body_bytes = length(body);
  ALTER TABLE webhooks DROP COLUMN body;
  CREATE INDEX webhooks_bodies ON webhooks (received_at) WHERE body_bytes > 0;
  CREATE INDEX webhooks_emptied ON webhooks (received_at) WHERE body_bytes = 0;
  CREATE TRIGGER webhook_emptied AFTER UPDATE OF body_bytes ON webhooks WHEN new.body_bytes = 0
  BEGIN DELETE FROM webhook_bodies WHERE seq = new.seq; END;
  CREATE TRIGGER webhook_deleted AFTER DELETE ON webhooks
  BEGIN DELETE FROM webhook_bodies WHERE seq = old.seq; END;

  CREATE TABLE message_bodies (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  INSERT INTO message_bodies SELECT seq, body FROM messages WHERE body <> '';
  DROP INDEX messages_bodies;
  ALTER TABLE messages ADD COLUMN body_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE messages SET body_bytes = length(CAST(body AS BLOB));
  ALTER TABLE messages DROP COLUMN body;
  CREATE INDEX messages_bodies ON messages (settled_at) WHERE settled_at IS NOT NULL AND body_bytes > 0;
  CREATE TRIGGER message_emptied AFTER UPDATE OF body_bytes ON messages WHEN new.body_bytes = 0
  BEGIN DELETE FROM message_bodies WHERE seq = new.seq; END;
  CREATE TRIGGER message_deleted AFTER DELETE ON messages
  BEGIN DELETE FROM message_bodies WHERE seq = old.seq; END;
  `,
];
