/** How the service starts, does not start, and stops. What becomes of orders when it is killed: chaos.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webhookHeaders } from '@storefront-events/sandbox';
import {
  end,
  runCommand,
  startCommand,
  webhooksOf,
  type Running,
} from './helpers/command.ts';

const SECRET = 'hush';

let folder: string;
let running: Running;
let settings: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-and-stop-'));
  settings = {
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SEGMENT_WRITE_KEY: 'key',
    STORE_FILE: join(folder, 'store.db'),
    PORT: '0',
  };
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a service that runs', () => {
  beforeEach(async () => {
    running = await startCommand('serve', settings);
  });

  afterEach(() => end(running, 'SIGTERM'));

  it('ends on its own when it is told to stop, also twice', async () => {
    const body = '{"id":1}';
    const headers = webhookHeaders({ topic: 'app/none', body, secret: SECRET });
    const post = () =>
      fetch(webhooksOf(running), { method: 'POST', headers, body });
    expect((await post()).status).toBe(200);
    // Ctrl-C in a terminal reaches it, and then whoever started it tells it once more.
    running.process.kill('SIGINT');
    await end(running, 'SIGTERM');
    expect(running.process.exitCode).toBe(0);
    await expect(post()).rejects.toThrow();
  });

  it('has its file for itself: a second one does not start, and says why', async () => {
    const { code, stderr } = await runCommand(['serve'], settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(/store\.db is in use by another process/);
  });
});

it('a service with unusable settings does not start, and names them all', async () => {
  const { code, stderr } = await runCommand(['serve'], {
    SHOPIFY_WEBHOOK_SECRETS: '',
    PORT: 'x',
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /SHOPIFY_WEBHOOK_SECRETS.*\n.*SEGMENT_WRITE_KEY is not set.*\n.*PORT/,
  );
});
