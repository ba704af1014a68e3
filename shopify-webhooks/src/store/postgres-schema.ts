/**
 * The tables in PostgreSQL, by version: entry N brings a database from version N to N + 1. They have a schema of their
 * own, so that they can live beside a shop's. What they mean is in schema.sql.ts; a JSON text is `text`, because
 * `jsonb` refuses U+0000.
 */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE storefront_events.webhooks (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         text NOT NULL UNIQUE,
    topic       text NOT NULL,
    shop        text NOT NULL,
    test        boolean NOT NULL,
    received_at bigint NOT NULL,
    body        bytea NOT NULL,
    status      text NOT NULL DEFAULT 'received',
    reason      text,
    starts      integer NOT NULL DEFAULT 0,
    due_at      bigint NOT NULL,
    lease       text,
    customer    text,
    resource    text,
    waits_for   text
  );
  CREATE INDEX webhooks_due ON storefront_events.webhooks (due_at, seq)
    WHERE status IN ('received', 'parked') AND starts = 0;
  CREATE INDEX webhooks_unfinished ON storefront_events.webhooks (due_at, seq)
    WHERE status IN ('received', 'parked') AND starts > 0;
  CREATE INDEX webhooks_customer ON storefront_events.webhooks (customer) WHERE customer IS NOT NULL;
  CREATE INDEX webhooks_resource ON storefront_events.webhooks (resource) WHERE resource IS NOT NULL;
  CREATE INDEX webhooks_waiting ON storefront_events.webhooks (waits_for) WHERE waits_for IS NOT NULL;

  CREATE TABLE storefront_events.messages (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  text NOT NULL UNIQUE,
    webhook_key text NOT NULL,
    event       text NOT NULL,
    body        text NOT NULL,
    status      text NOT NULL DEFAULT 'mapped',
    reason      text,
    flags       text,
    failures    integer NOT NULL DEFAULT 0,
    due_at      bigint NOT NULL,
    lease       text,
    settled_at  bigint,
    basis       text,
    decision    text
  );
  CREATE INDEX messages_due ON storefront_events.messages (due_at, seq) WHERE status = 'mapped';
  CREATE INDEX messages_webhook ON storefront_events.messages (webhook_key);

  CREATE TABLE storefront_events.denials (
    subject     text NOT NULL,
    category    text NOT NULL,
    denied_at   bigint NOT NULL,
    received_at bigint NOT NULL,
    PRIMARY KEY (subject, category)
  );
  CREATE INDEX denials_received ON storefront_events.denials (received_at);

  CREATE TABLE storefront_events.handovers (
    cart         text PRIMARY KEY,
    visitor      text NOT NULL,
    anonymous_id text,
    categories   text NOT NULL,
    received_at  bigint NOT NULL
  );
  CREATE INDEX handovers_visitor ON storefront_events.handovers (visitor);
  CREATE INDEX handovers_received ON storefront_events.handovers (received_at);

  CREATE TABLE storefront_events.known (
    subject     text PRIMARY KEY,
    facts       text NOT NULL,
    at          bigint NOT NULL,
    shop        text NOT NULL,
    cart        text,
    visitor     text,
    customer    text,
    received_at bigint NOT NULL
  );
  CREATE INDEX known_cart ON storefront_events.known (cart) WHERE cart IS NOT NULL;
  CREATE INDEX known_visitor ON storefront_events.known (visitor) WHERE visitor IS NOT NULL;
  CREATE INDEX known_customer ON storefront_events.known (customer) WHERE customer IS NOT NULL;
  CREATE INDEX known_received ON storefront_events.known (received_at);

  CREATE TABLE storefront_events.receipts (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receipt_id     text NOT NULL UNIQUE,
    received_at    bigint NOT NULL,
    decided_at     text NOT NULL,
    categories     text NOT NULL,
    model          text,
    gpc            boolean NOT NULL,
    policy_version text NOT NULL,
    platform       text,
    anonymous_id   text
  );
  CREATE INDEX receipts_received ON storefront_events.receipts (received_at);
  CREATE FUNCTION storefront_events.refuse_update() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'receipts are append-only'; END $$;
  CREATE TRIGGER receipts_append_only BEFORE UPDATE ON storefront_events.receipts
    FOR EACH ROW EXECUTE FUNCTION storefront_events.refuse_update();

  -- A queue's rows are short-lived: what is done must leave the indexes before it slows down what is due.
  ALTER TABLE storefront_events.webhooks SET
    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
  ALTER TABLE storefront_events.messages SET
    (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
  `,
  `
  CREATE TABLE storefront_events.merged (
    subject     text PRIMARY KEY,
    kept        text NOT NULL,
    received_at bigint NOT NULL
  );
  CREATE INDEX merged_kept ON storefront_events.merged (kept);
  CREATE INDEX merged_received ON storefront_events.merged (received_at);

  CREATE TABLE storefront_events.erased (
    subject text PRIMARY KEY,
    up_to   bigint NOT NULL
  );
  CREATE INDEX erased_up_to ON storefront_events.erased (up_to);
  `,
  `
  ALTER TABLE storefront_events.webhooks ADD COLUMN settled_at bigint;
  ALTER TABLE storefront_events.webhooks ADD COLUMN correction integer NOT NULL DEFAULT 0;
  CREATE INDEX webhooks_settled ON storefront_events.webhooks (settled_at) WHERE settled_at IS NOT NULL;
  CREATE INDEX webhooks_bodies ON storefront_events.webhooks (received_at) WHERE octet_length(body) > 0;
  CREATE INDEX webhooks_emptied ON storefront_events.webhooks (received_at) WHERE octet_length(body) = 0;
  CREATE INDEX webhooks_dead ON storefront_events.webhooks (seq) WHERE status = 'dead';

  ALTER TABLE storefront_events.messages ADD COLUMN resource text;
  ALTER TABLE storefront_events.messages ADD COLUMN starts integer NOT NULL DEFAULT 0;
  ALTER TABLE storefront_events.messages ADD COLUMN first_start_at bigint;
  ALTER TABLE storefront_events.messages ADD COLUMN mapped_at bigint NOT NULL DEFAULT 0;
  ALTER TABLE storefront_events.messages ADD COLUMN occurred_at bigint NOT NULL DEFAULT 0;
  UPDATE storefront_events.messages SET mapped_at = due_at, occurred_at = due_at;
  UPDATE storefront_events.messages SET starts = 1, first_start_at = due_at WHERE failures > 0;
  CREATE INDEX messages_order ON storefront_events.messages (resource, seq) WHERE status = 'mapped';
  CREATE INDEX messages_waiting ON storefront_events.messages (mapped_at) WHERE status = 'mapped';
  CREATE INDEX messages_settled ON storefront_events.messages (settled_at) WHERE settled_at IS NOT NULL;
  CREATE INDEX messages_bodies ON storefront_events.messages (settled_at)
    WHERE settled_at IS NOT NULL AND octet_length(body) > 0;
  CREATE INDEX messages_dead ON storefront_events.messages (seq) WHERE status = 'dead';
  `,
  // What is known of a source by all who deliver to it: see pace-cell.ts.
  `
  CREATE UNLOGGED TABLE storefront_events.pace (
    source      text PRIMARY KEY,
    version     bigint NOT NULL DEFAULT 0,
    paid_at     double precision NOT NULL,
    failures    integer NOT NULL,
    open_until  double precision NOT NULL,
    probe_until double precision NOT NULL
  ) WITH (fillfactor = 10);
  `,
  // lz4 costs a quarter of what pglz does, for every body; not every server was built with it. The oldest message that
  // waits is found by the index of those that wait, which holds all that it takes.
  `
  DO $$ BEGIN
    ALTER TABLE storefront_events.webhooks ALTER COLUMN body SET COMPRESSION lz4;
    ALTER TABLE storefront_events.messages ALTER COLUMN body SET COMPRESSION lz4;
  EXCEPTION WHEN feature_not_supported THEN NULL;
  END $$;
  DROP INDEX storefront_events.messages_waiting;
  DROP INDEX storefront_events.messages_due;
  CREATE INDEX messages_due ON storefront_events.messages (due_at, seq) INCLUDE (mapped_at) WHERE status = 'mapped';
  `,
];
