/** Between the last byte of a webhook and its 200, what was written is forced to the disk: seen from the system's calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { webhookHeaders } from '@storefront-events/sandbox';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';
import { end, startCommand, webhooksOf } from './helpers/command.ts';
import {
  processTree,
  traced,
  whyNotTraced,
  type SystemCall,
} from './helpers/strace.ts';

const SECRET = 'hush';

const reason = whyNotTraced();
const itTraces = reason === undefined ? it : it.skip;
const unless = reason === undefined ? '' : ` (skipped: ${reason})`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The calls of the service, and of these processes, while it is given one webhook, of which no event is made. */
async function callsOfOneWebhook(
  store: Readonly<Record<string, string>>,
  others: () => readonly number[] = () => [],
): Promise<SystemCall[]> {
  const service = await startCommand('serve', {
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SEGMENT_WRITE_KEY: 'key',
    PORT: '0',
    ...store,
  });
  const post = async (body: string) => {
    const headers = webhookHeaders({ topic: 'app/none', body, secret: SECRET });
    const { status } = await fetch(webhooksOf(service), {
      method: 'POST',
      headers,
      body,
    });
    return status;
  };
  try {
    // What is done once is done before.
    expect(await post('{"id":1}')).toBe(200);
    return await traced([service.process.pid ?? 0, ...others()], async () => {
      expect(await post('{"id":2}')).toBe(200);
    });
  } finally {
    await end(service, 'SIGTERM');
  }
}

const isRead = ({ name }: SystemCall) => /^(read|recv)/.test(name);
const isWrite = ({ name }: SystemCall) => /^(write|send)/.test(name);
const isSync = ({ name }: SystemCall) => /^(fsync|fdatasync)$/.test(name);

/** The calls between that which has read the webhook to its end and that which writes its 200. */
function untilAnswered(calls: readonly SystemCall[]): SystemCall[] {
  const read = calls.filter(
    (call) => isRead(call) && /<TCP.*\{\\?"id\\?":2\}/.test(call.text),
  );
  const answer = calls.find(
    (call) => isWrite(call) && /<TCP.*HTTP\/1\.1 200/.test(call.text),
  );
  const last = read.at(-1);
  if (!last || !answer) throw new Error('The webhook is not in the trace.');
  return calls.filter(
    ({ begun, ended }) => begun > last.ended && ended < answer.begun,
  );
}

/** In one process: the log of writes is written to, and then forced to the disk, and that has worked. */
function syncsOfLog(
  calls: readonly SystemCall[],
  log: RegExp,
): readonly SystemCall[] {
  return calls.filter(
    (sync) =>
      isSync(sync) &&
      log.test(sync.text) &&
      sync.text.endsWith('= 0') &&
      calls.some(
        ({ name, pid, text, ended }) =>
          name.startsWith('pwrite') &&
          pid === sync.pid &&
          log.test(text) &&
          ended < sync.begun,
      ),
  );
}

describe('SQLite', () => {
  const LOG = /store\.db-wal>/;
  const file = () => ({ STORE_FILE: join(folder, 'store.db') });

  itTraces(`a webhook is on disk before it is answered${unless}`, async () => {
    const calls = untilAnswered(await callsOfOneWebhook(file()));
    expect(syncsOfLog(calls, LOG)).not.toEqual([]);
  });

  itTraces(`it would be noticed if it were not${unless}`, async () => {
    const { href } = pathToFileURL(join(__dirname, 'helpers/no-fsync.mjs'));
    const env = { ...file(), NODE_OPTIONS: `--import=${href}` };
    const calls = untilAnswered(await callsOfOneWebhook(env));
    expect(calls.some(({ text }) => LOG.test(text))).toBe(true);
    expect(syncsOfLog(calls, LOG)).toEqual([]);
  });
});

describe('PostgreSQL', () => {
  const LOG = /pg_wal\//;
  let postgres: PostgresServer;

  beforeAll(async () => {
    if (reason === undefined) postgres = await PostgresServer.start();
  });

  afterAll(async () => {
    if (reason === undefined) await postgres.stop();
  });

  /** The calls of the server from when it was given the webhook until it told of it. */
  async function callsOfServer(): Promise<SystemCall[]> {
    const calls = untilAnswered(
      await callsOfOneWebhook(
        // No worker: nobody else writes anything.
        { DATABASE_URL: await postgres.createDatabase(), DELIVERER: 'worker' },
        () => processTree(postgres.pid ?? 0),
      ),
    );
    const given = calls.find(
      (call) =>
        isRead(call) &&
        call.text.includes('INSERT INTO storefront_events.webhooks'),
    );
    const told = calls.find(
      (call) =>
        isWrite(call) && call.pid === given?.pid && call.begun > given.ended,
    );
    if (!given || !told) throw new Error('The server is not in the trace.');
    return calls.filter(
      ({ begun, ended }) => begun > given.ended && ended < told.begun,
    );
  }

  itTraces(
    `a webhook is on the server's disk before it is answered${unless}`,
    async () => {
      expect(syncsOfLog(await callsOfServer(), LOG)).not.toEqual([]);
    },
  );

  itTraces(`it would be noticed if it were not${unless}`, async () => {
    await postgres.execute(`ALTER SYSTEM SET fsync = off`);
    await postgres.kill();
    await postgres.run();
    const calls = await callsOfServer();
    expect(calls.some(({ text }) => LOG.test(text))).toBe(true);
    expect(syncsOfLog(calls, LOG)).toEqual([]);
  });
});
