import { runPlanCli } from '@storefront-events/plan/cli';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LIBRARY } from '../library.ts';
import { TEMPLATE_PROCESS } from '../templates/process-file.ts';
import { exportReceipts, type ExportOptions } from './receipts.ts';
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
  .action(() => serve(process.env, TEMPLATE_PROCESS));

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

program
  .command('receipts')
  .description('the receipts of visitors’ choices')
  .command('export')
  .description('write them, oldest first, by when they were received')
  .addOption(
    new Option('--format <format>').choices(['jsonl', 'csv']).default('jsonl'),
  )
  .option('--since <time>', 'ISO 8601, such as 2026-11-01', time)
  .option('--until <time>', 'ISO 8601; those before it', time)
  .option('--out <file>', 'a file that only you can read, instead of printing')
  .action((options: ExportOptions) =>
    exportReceipts(process.env, options, process.stdout),
  );

await program.parseAsync();

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function time(text: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(
    text,
  )
    ? Date.parse(text)
    : NaN;
  if (isNaN(milliseconds))
    throw new InvalidArgumentError(
      'It must be a time such as 2026-11-01 or 2026-11-01T10:00:00Z.',
    );
  return milliseconds;
}
