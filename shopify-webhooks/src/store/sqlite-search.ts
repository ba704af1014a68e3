import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { namedAmong, spellingsOf, type Named, type Stored } from './named.ts';
import type { Erasure } from './store.ts';

/** After how many bytes of bodies, or rows, whoever else needs the store has their turn: some milliseconds. */
const PAGE_BYTES = 4 * 1024 * 1024;
const PAGE_ROWS = 2000;

/**
 * Looks into every stored body that is not known to be of any customer, a page at a time. It is no transaction: what is
 * still to be mapped meanwhile is found by its mark (`SqliteErasure.mark`).
 */
export async function searchNamed(
  db: DatabaseSync,
  erasure: Extract<Erasure, { scope: 'customer' }>,
): Promise<Named> {
  const page = db.prepare(
    `SELECT seq, key, topic, resource, status,
       CASE WHEN customer IS NULL AND status <> 'received'
         THEN (SELECT body FROM webhook_bodies WHERE seq = webhooks.seq) END AS body
     FROM webhooks WHERE seq > ? ORDER BY seq LIMIT ${String(PAGE_ROWS)}`,
  );
  const names = patternOf(spellingsOf(erasure.names));
  const found: Stored[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    let bytes = 0;
    let last: number | undefined;
    for (const row of page.iterate(after)) {
      const { seq, body, ...webhook } = row as unknown as Row;
      last = seq;
      if (body === null) continue;
      if (names.test(textOf(body))) found.push({ ...webhook, body });
      bytes += body.byteLength;
      if (bytes > PAGE_BYTES) break;
    }
    after = last;
    await turn();
  }
  return namedAmong(found, erasure);
}

/** Any of these, in upper or lower case. */
function patternOf(texts: readonly string[]): RegExp {
  const escaped = texts.map((text) =>
    text.toLowerCase().replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`),
  );
  return new RegExp([...new Set(escaped)].join('|') || '(?!)', 'iu');
}

interface Row extends Omit<Stored, 'body'> {
  readonly seq: number;
  /** Null: it is not looked into. */
  readonly body: Uint8Array | null;
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}
