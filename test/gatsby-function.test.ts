/** The service as a Gatsby Function: a site of one page, built and served by Gatsby itself. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { webhookHeaders } from '@storefront-events/sandbox';
import { freePorts } from '../scripts/lib/ports.ts';
import { PostgresServer } from '../shopify-webhooks/src/testing/postgres-server.ts';

const GATSBY = join(__dirname, '..', 'node_modules', 'gatsby', 'cli.js');
const SECRET = 'hush-that-belongs-to-the-host';
const TOKEN = 'a-token-of-sixteen-or-more';

const FUNCTION = `export { default } from '@storefront-events/shopify-webhooks/gatsby';
export * from '@storefront-events/shopify-webhooks/gatsby';
`;

let site: string;
let postgres: PostgresServer;
let url: string;
let server: ChildProcess;
let api: string;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  url = await postgres.createDatabase();
  // Inside the repository, so that Gatsby finds its packages.
  site = await mkdtemp(join(__dirname, '.site-'));
  await mkdir(join(site, 'src', 'pages'), { recursive: true });
  await mkdir(join(site, 'src', 'api'));
  const files = {
    'package.json':
      '{"name":"site","private":true,"dependencies":{"gatsby":"*"}}',
    'src/pages/index.js': 'export default function Page() { return null; }',
    'src/api/webhooks.ts': FUNCTION,
    'src/api/deliver.ts': FUNCTION,
  };
  for (const [file, text] of Object.entries(files))
    await writeFile(join(site, file), text);
  const [port = 0] = await freePorts(1);
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    CI: 'true',
    GATSBY_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production' as const,
    SHOPIFY_WEBHOOK_SECRETS: SECRET,
    SEGMENT_WRITE_KEY: 'key',
    DATABASE_URL: url,
    DELIVERER: 'schedule',
    DELIVER_TOKEN: TOKEN,
  };
  await promisify(execFile)(process.execPath, [GATSBY, 'build'], {
    cwd: site,
    env,
  });
  server = spawn(
    process.execPath,
    [GATSBY, 'serve', '-H', '127.0.0.1', '-p', String(port)],
    { cwd: site, env, stdio: 'ignore' },
  );
  const address = `http://127.0.0.1:${String(port)}`;
  api = `${address}/api`;
  while (
    !(await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 100));
}, 300_000);

afterAll(async () => {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
  await postgres.stop();
  await rm(site, { recursive: true, force: true, maxRetries: 3 });
});

beforeEach(() => postgres.empty(url));

const post = (body: string, changes: Readonly<Record<string, string>> = {}) =>
  fetch(`${api}/webhooks`, {
    method: 'POST',
    headers: {
      ...webhookHeaders({
        topic: 'carts/update',
        body,
        secret: SECRET,
        webhookId: 'w1',
      }),
      ...changes,
    },
    body: Buffer.from(body),
  });

const stored = async () =>
  (await postgres.execute(
    `SELECT octet_length(body) AS length FROM storefront_events.webhooks`,
    url,
  )) as { length: number }[];

it('stores a webhook byte for byte, once, also one that is larger than Gatsby takes by itself', async () => {
  const body = JSON.stringify({ text: 'é\0'.repeat(200_000) });
  expect((await post(body)).status).toBe(200);
  expect(await (await post(body)).text()).toBe('duplicate');
  expect(await stored()).toEqual([{ length: Buffer.byteLength(body) }]);
});

it('stores one that says nothing of its type', async () => {
  const body = '{"id":1}';
  const { 'content-type': _, ...headers } = webhookHeaders({
    topic: 'carts/update',
    body,
    secret: SECRET,
  });
  const options = { method: 'POST', headers, body: Buffer.from(body) };
  expect((await fetch(`${api}/webhooks`, options)).status).toBe(200);
  expect(await stored()).toHaveLength(1);
});

it('refuses a wrong signature, and another method', async () => {
  const wrong = await post('{}', { 'x-shopify-hmac-sha256': 'x' });
  expect(wrong.status).toBe(401);
  expect((await fetch(`${api}/webhooks`)).status).toBe(405);
  expect(await stored()).toEqual([]);
});

it('delivers when it is called with its token', async () => {
  await post('{"id":1}');
  const call = (token: string) =>
    fetch(`${api}/deliver`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await call('another')).status).toBe(401);
  expect(await (await call(TOKEN)).json()).toEqual({
    mapped: 1,
    tried: 0,
    left: false,
  });
});

it('has no secret of the build in it', async () => {
  const built = await readFile(
    join(site, '.cache', 'functions', 'webhooks.js'),
    'utf8',
  );
  for (const secret of [SECRET, TOKEN, url])
    expect(built).not.toContain(secret);
});
