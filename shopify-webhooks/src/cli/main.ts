import { Command } from 'commander';
import { LIBRARY } from '../library.ts';
import { serve } from './serve.ts';
import { status } from './status.ts';

const program = new Command('storefront-events')
  .description(
    'Receives Shopify webhooks and hands their events to Segment. Settings come from the environment: docs/configuration.md.',
  )
  .version(LIBRARY.version);

program
  .command('serve')
  .description('receive webhooks and deliver their events, until stopped')
  .action(() => serve(process.env));

program
  .command('status')
  .description('what became of the webhooks received so far')
  .option('--json', 'print JSON')
  .option('--last <n>', 'how many of the newest webhooks to list', '10')
  .action((options: { json?: true; last: string }) =>
    status(process.env, {
      json: options.json ?? false,
      last: Number(options.last),
    }),
  );

await program.parseAsync();
