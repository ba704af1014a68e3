import { runPlanCli } from '@storefront-events/plan/cli';
import { Command, InvalidArgumentError } from 'commander';
import { LIBRARY } from '../library.ts';
import { serve } from './serve.ts';
import { status } from './status.ts';

const program = new Command('storefront-events')
  .enablePositionalOptions()
  .description(
    'Receives Shopify webhooks and hands their events to Segment. Settings come from the environment: docs/configuration.md.',
  )
  .version(LIBRARY.version);

program
  .command('serve')
  .description('receive webhooks and deliver their events, until stopped')
  .action(() => serve(process.env));

program
  .command('plan')
  .description('the tracking plan: the commands of storefront-plan')
  .argument('[args...]')
  .helpOption(false)
  .passThroughOptions()
  .allowUnknownOption()
  .action((args: string[]) => runPlanCli(args, 'storefront-events plan'));

program
  .command('status')
  .description('what became of the webhooks received so far')
  .option('--json', 'print JSON')
  .option(
    '--last <n>',
    'how many of the newest webhooks to list',
    wholeNumber,
    10,
  )
  .action((options: { json?: true; last: number }) =>
    status(process.env, {
      json: options.json ?? false,
      last: options.last,
    }),
  );

await program.parseAsync();

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
