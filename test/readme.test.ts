import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { testPluginOptionsSchema } from 'gatsby-plugin-utils';
import { pluginOptionsSchema } from '../plugin/src/gatsby-node.ts';
import { addresses } from './helpers/addresses.ts';
import { findMessage } from './helpers/segment.ts';
import { WHAT_OTHERS_STORE } from './helpers/what-others-store.ts';

const ROOT = join(__dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code block after `<!-- test: name -->`. */
function snippet(name: string): string {
  const block = new RegExp(
    `<!-- test: ${name} -->\\s*\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``,
  ).exec(readme)?.[1];
  if (block === undefined)
    throw new Error(`README.md has no snippet "${name}"`);
  return block;
}

const run = (script: string) =>
  promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: ROOT,
    env: {
      ...process.env,
      WEBHOOKS: addresses.webhooks,
      SHOP_DOMAIN: addresses.shopDomain,
      WEBHOOK_SECRET: addresses.webhookSecret,
    },
  });

afterAll(() => {
  rmSync(join(ROOT, 'order.json'), { force: true });
});

it('the order of the README is taken and told once', async () => {
  const { stdout } = await run(snippet('order'));
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
  const again = await run(snippet('order').split('\n').slice(1).join('\n'));
  expect(again.stdout).toMatch(/duplicate$/);
  const message = await findMessage(
    ({ properties }) => properties['order_id'] === '820982911946154508',
  );
  expect(message).toMatchObject({
    event: 'Order Completed',
    source: 'back-end',
    duplicate: false,
    properties: {
      total: 424.95,
      subtotal: 414.95,
      shipping: 10,
      tax: 0,
      currency: 'USD',
    },
  });
});

it("Shopify's raw sample, a test order, is taken and ignored for that reason", async () => {
  const { stdout } = await run(
    snippet('order').replace(
      'storefront-sandbox order',
      'storefront-sandbox order --raw',
    ),
  );
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
  // The next order is mapped after it.
  await run(snippet('order'));
  const status = await run('npx storefront-events status --json');
  const { recent } = JSON.parse(status.stdout) as {
    recent: { status: string; reason?: string }[];
  };
  expect(recent).toContainEqual(
    expect.objectContaining({ status: 'ignored', reason: 'test order' }),
  );
});

it('the options of the README are ones the plugin takes', async () => {
  const text = snippet('options').replace(
    'process.env.SEGMENT_WRITE_KEY',
    "'key'",
  );
  const { options } = runInNewContext(`(${text})`) as { options: object };
  expect(
    await testPluginOptionsSchema(pluginOptionsSchema, { ...options }),
  ).toMatchObject({ isValid: true });
});

it('docs/consent.md lists what others store as the tests hold it', () => {
  const docs = readFileSync(join(ROOT, 'docs', 'consent.md'), 'utf8').replace(
    / +/g,
    ' ',
  );
  for (const { name, writer, purpose, lifetime } of WHAT_OTHERS_STORE)
    expect(docs).toContain(
      `| ${name.replace('|', '\\|')} | ${writer} | ${purpose} | ${lifetime} |`,
    );
});
