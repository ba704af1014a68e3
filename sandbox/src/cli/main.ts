import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { consistentOrder, orderJson } from '../shopify/consistent-order.ts';
import { samplePayload } from '../shopify/sample.ts';
import { sign } from '../shopify/webhooks.ts';

const program = new Command('storefront-sandbox').description(
  'Payloads and signatures as Shopify makes them, to try the webhook service with.',
);

program
  .command('order')
  .description(
    'print an orders/create payload: a paid order whose money adds up',
  )
  .option('--raw', "Shopify's own sample as it is: a cancelled test order")
  .action(({ raw }: { raw?: true }) => {
    const sample = samplePayload('orders/create');
    process.stdout.write(
      raw
        ? JSON.stringify(sample)
        : orderJson(consistentOrder(sample, new Date())),
    );
  });

program
  .command('sign <file>')
  .description('print the signature of a body, for X-Shopify-Hmac-Sha256')
  .requiredOption('--secret <secret>', 'the webhook secret')
  .action((file: string, { secret }: { secret: string }) => {
    process.stdout.write(sign(readFileSync(file), secret));
  });

program.parse();
