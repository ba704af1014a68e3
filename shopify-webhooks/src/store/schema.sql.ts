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
];
