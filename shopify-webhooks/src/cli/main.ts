import { runPlanCli } from '@storefront-events/plan/cli';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LIBRARY } from '../library.ts';
import { EXAMPLES, TEMPLATE_PROCESS } from '../templates/package-files.ts';
import { held } from './held.ts';
import { exportReceipts, type ExportOptions } from './receipts.ts';
import { migrate } from './migrate.ts';
import { serve, work } from './serve.ts';
import { status } from './status.ts';
import { check, eject, tryOut } from './templates.ts';

const tools = {
  processFile: TEMPLATE_PROCESS,
  examples: EXAMPLES,
  print: (line: string) => {
    console.log(line);
  },
};

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
  .command('worker')
  .description(
    'deliver what other processes receive into the same PostgreSQL, until stopped',
  )
  .action(() => work(process.env, TEMPLATE_PROCESS));

program
  .command('migrate')
  .description('create or update the tables in the PostgreSQL of DATABASE_URL')
  .action(() => migrate(process.env));

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
  .command('held')
  .description('what is held of a customer, for them, where they ask')
  .requiredOption('--customer <id>', 'the numeric id that Shopify gives', id)
  .option('--out <file>', 'a file that only you can read, instead of printing')
  .action((options: { customer: string; out?: string }) =>
    held(process.env, options),
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

const templates = program
  .command('templates')
  .description('JSONata templates that change what is sent: docs/templates.md');

templates
  .command('eject <file>')
  .description(
    'write one to begin with, such as templates/order-completed.jsonata',
  )
  .action((file: string) => {
    process.exitCode = eject(file, tools);
  });

templates
  .command('check <files...>')
  .description(
    'compile them, and hold what they make of sample webhooks against the plan',
  )
  .action(async (files: string[]) => {
    process.exitCode = await check(files, tools);
  });

templates
  .command('try <file>')
  .description('show what one makes of a webhook')
  .requiredOption('--webhook <payload.json>', 'the body of a webhook')
  .option('--topic <topic>', 'its topic, such as orders/create')
  .addOption(
    new Option('--consent <choice>', 'what the visitor chose')
      .choices(['granted', 'refused'])
      .default('granted'),
  )
  .action(async (file: string, options: Parameters<typeof tryOut>[1]) => {
    process.exitCode = await tryOut(file, options, tools);
  });

await program.parseAsync();

function id(text: string): string {
  if (!/^\d{1,20}$/.test(text))
    throw new InvalidArgumentError(
      'It must be a number, such as 706405506930.',
    );
  return text;
}

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
