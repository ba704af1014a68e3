import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  createSegment,
  createShopify,
  SHOP,
  WRITE_KEYS,
} from '@storefront-events/sandbox';
import { EXAMPLE_SITE, ROOT } from './paths.ts';
import { freePorts, isFree } from './ports.ts';
import { buildSite } from './site-build.ts';
import { serveSite } from './site-server.ts';
import { step } from './step.ts';

/** Where everything runs: what `npm start -- --json` prints. */
export interface Addresses {
  readonly site: string;
  readonly webhooks: string;
  readonly segment: string;
  readonly shopify: string;
  readonly webhookSecret: string;
  readonly shopDomain: string;
}

export interface Everything {
  readonly addresses: Addresses;
  /** The file of the webhook service's store. */
  readonly storeFile: string;
  readonly close: () => Promise<void>;
}

const HOST = 'http://127.0.0.1';
const WEBHOOK_SECRET = 'local-webhook-secret';

const SERVERS = ['site', 'webhooks', 'segment', 'shopify'] as const;
type Ports = Readonly<Record<(typeof SERVERS)[number], number>>;

/** Starts the stand-ins, the webhook service and the built example site, all on 127.0.0.1. */
export async function startEverything(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Everything> {
  const stops: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const ports = await choosePorts(env);
    const addresses: Addresses = {
      site: `${HOST}:${String(ports.site)}`,
      webhooks: `${HOST}:${String(ports.webhooks)}`,
      segment: `${HOST}:${String(ports.segment)}`,
      shopify: `${HOST}:${String(ports.shopify)}`,
      webhookSecret: WEBHOOK_SECRET,
      shopDomain: SHOP.domain,
    };
    await startSandbox(addresses, ports, stops);
    const storeFile = await startService(addresses, ports, stops);
    const folder = await buildSite(
      {
        GATSBY_SHOPIFY_STORE: addresses.shopify,
        SEGMENT_WRITE_KEY: WRITE_KEYS['front-end'],
        SEGMENT_CDN_URL: addresses.segment,
        SEGMENT_API_HOST: `${addresses.segment}/v1`,
        CONSENT_RECEIPTS_ENDPOINT: `${addresses.webhooks}/visitor`,
      },
      signal,
    );
    const site = await serveSite(folder, ports.site);
    stops.push(
      () =>
        new Promise((resolve) => {
          site.close(resolve);
          site.closeAllConnections();
        }),
    );
    await rememberPorts(ports);
    return { addresses, storeFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startSandbox(
  addresses: Addresses,
  ports: Ports,
  stops: (() => Promise<unknown>)[],
): Promise<void> {
  const segment = await createSegment();
  const shopify = await createShopify({
    webhookSecret: WEBHOOK_SECRET,
    webhookAddress: () => `${addresses.webhooks}/webhooks`,
    siteUrl: () => addresses.site,
    origin: () => addresses.shopify,
    orderStatusPath: '/order/',
  });
  for (const [server, port] of [
    [segment, ports.segment],
    [shopify, ports.shopify],
  ] as const) {
    stops.push(() => server.close());
    await server.listen({ host: '127.0.0.1', port });
  }
}

async function startService(
  addresses: Addresses,
  ports: Ports,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storefront-events-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const storeFile =
    process.env['STORE_FILE'] ?? join(folder, 'storefront-events.db');
  const service = spawn(
    process.execPath,
    [join(ROOT, 'shopify-webhooks', 'bin', 'storefront-events.js'), 'serve'],
    {
      // Chosen, not inherited: what a merchant has exported for their own service must not reach this one.
      env: {
        PATH: process.env['PATH'],
        SHOPIFY_WEBHOOK_SECRETS: WEBHOOK_SECRET,
        SHOPIFY_SHOPS: SHOP.domain,
        SHOP_ORIGINS: addresses.site,
        SEGMENT_WRITE_KEY: WRITE_KEYS['back-end'],
        SEGMENT_HOST: addresses.segment,
        SEGMENT_ALLOW_INSECURE_HOST: '1',
        STORE_FILE: storeFile,
        PORT: String(ports.webhooks),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  stops.push(() => stopChild(service));
  await step('Starting the webhook service', listening(service));
  return storeFile;
}

/** Resolves when the service says that it listens; its log goes to standard error from then on. */
async function listening(service: ChildProcess): Promise<void> {
  const { stdout } = service;
  if (!stdout) throw new Error('The service has no output to wait for.');
  const lines = createInterface({ input: stdout });
  await new Promise<void>((resolve, reject) => {
    lines.once('line', () => {
      resolve();
    });
    service.once('exit', (code) => {
      reject(
        new Error(`The webhook service ended with exit code ${String(code)}.`),
      );
    });
  });
  lines.on('line', (line) => process.stderr.write(`${line}\n`));
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

const REMEMBERED_PORTS = join(EXAMPLE_SITE, '.builds', 'ports.json');

/** The ports asked for; else those of the last time, whose build can be used again; else any that are free. */
async function choosePorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const remembered = await readFile(REMEMBERED_PORTS, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Ports>,
    (): Partial<Ports> => ({}),
  );
  const free = await freePorts(SERVERS.length);
  const chosen = await Promise.all(
    SERVERS.map(async (server, index) => {
      const asked = env[`${server.toUpperCase()}_PORT`];
      if (asked !== undefined) return [server, Number(asked)] as const;
      const last = remembered[server];
      return last !== undefined && (await isFree(last))
        ? ([server, last] as const)
        : ([server, free[index]] as const);
    }),
  );
  return Object.fromEntries(chosen) as Ports;
}

async function rememberPorts(ports: Ports): Promise<void> {
  await mkdir(join(EXAMPLE_SITE, '.builds'), { recursive: true });
  await writeFile(REMEMBERED_PORTS, JSON.stringify(ports));
}
