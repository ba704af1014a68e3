/** `npm start`: the whole path on this machine. With `--json`, one line of JSON on standard output once it is ready. */
import './lib/plain-errors.ts';
import { parseArgs } from 'node:util';
import { buildPackages } from './lib/packages.ts';
import { aborted, stopping } from './lib/stopping.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
});

await buildPackages();
// Only now, because it imports what has just been compiled.
const { startEverything } = await import('./lib/everything.ts');

const stop = stopping();
const { addresses, storeFile, close } = await startEverything(
  process.env,
  stop,
).catch((error: unknown) => {
  if (!stop.aborted) throw error;
  process.exit(130);
});
if (values.json) process.stdout.write(`${JSON.stringify(addresses)}\n`);
process.stderr.write(`
  The shop       ${addresses.site}
  Segment        ${addresses.segment}   what arrives at both sources, live
  Shopify        ${addresses.shopify}   its Storefront API and checkout
  Webhooks       ${addresses.webhooks}/webhooks

  Next: open the shop and the Segment page side by side. Look at a tea: nothing arrives. Accept: the product you
  looked at arrives, with the time you looked. Add it to the cart, check out and pay: Order Completed arrives at the
  other source, for the same visitor.

  To post an order yourself, as the README shows:
  export WEBHOOKS=${addresses.webhooks} SHOP_DOMAIN=${addresses.shopDomain} WEBHOOK_SECRET=${addresses.webhookSecret}

  What the service did: STORE_FILE=${storeFile} npx storefront-events status
  Ctrl-C stops everything.
`);

await aborted(stop);
process.stderr.write('Stopping …\n');
await close();
