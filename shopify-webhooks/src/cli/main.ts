import { runPlanCli } from '@storefront-events/plan/cli';
import { Command, Option } from 'commander';
import { LIBRARY } from '../library.ts';
import {
  REPLAYABLE_STATES,
  type ReplayableState,
} from '../store/operations.ts';
import { customerId, recordId, time, wholeNumber } from './arguments.ts';
import { deadList, deadShow, type DeadListOptions } from './dead.ts';
import { EXAMPLES, PROGRAMS } from '../package-files.ts';
import { held } from './held.ts';
import { exportReceipts, type ExportOptions } from './receipts.ts';
import { migrate } from './migrate.ts';
import { serve, work } from './serve.ts';
import { replay } from './replay.ts';
import { status } from './status.ts';
import { tail } from './tail.ts';
import { check, eject, tryOut } from './templates.ts';

interface ShowFlags {
  readonly json?: boolean;
  readonly body?: boolean;
}

interface ReplayFlags {
  readonly topic?: string;
  readonly since?: number;
  readonly state: readonly ReplayableState[];
  readonly id?: string;
  readonly correct?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const tools = {
  processFile: PROGRAMS.templateProcess,
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
  .action(() => serve(process.env, PROGRAMS));

program
  .command('worker')
  .description(
    'deliver what other processes receive into the same PostgreSQL, until stopped',
  )
  .action(() => work(process.env, PROGRAMS));

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
  .command('tail')
  .description('what becomes of webhooks and messages, as it happens')
  .option('--json', 'print JSON lines')
  .action(({ json = false }: { json?: boolean }) =>
    tail(process.env, { json, signal: untilInterrupted() }),
  );

const dead = program
  .command('dead')
  .description('what was not sent and needs a person');

dead
  .command('list')
  .description('list it, oldest first')
  .option('--topic <topic>', 'such as orders/create')
  .option('--since <time>', 'received since: ISO 8601 or 2h, 7d', time)
  .option('--limit <n>', 'how many to list', wholeNumber, 50)
  .option('--json', 'print JSON')
  .action((options: Omit<DeadListOptions, 'json'> & { json?: boolean }) =>
    deadList(process.env, { ...options, json: options.json ?? false }),
  );

dead
  .command('show')
  .description('show a webhook, dead or not, with its messages')
  .argument(
    '<id>',
    'of the webhook or one of its messages; its beginning will do',
    recordId,
  )
  .option('--body', 'print the bodies too: they are personal')
  .option('--json', 'print JSON')
  .action((id: string, { json = false, body = false }: ShowFlags) =>
    deadShow(process.env, id, { json, body }),
  );

program
  .command('replay')
  .description('map again what never reached Segment, once its cause is mended')
  .option('--topic <topic>', 'such as orders/create')
  .option('--since <time>', 'received since: ISO 8601 or 2h, 7d', time)
  .addOption(
    new Option('--state <states...>', 'of the webhook; dead: also its message')
      .choices(REPLAYABLE_STATES)
      .default(['dead'])
      .conflicts('correct'),
  )
  .option(
    '--id <id>',
    'one webhook, by its id or that of its message; its beginning will do',
    recordId,
  )
  .option(
    '--correct',
    'map again what Segment has, under new ids: destinations may count twice',
  )
  .option('--dry-run', 'only say how many it would be')
  .option('--json', 'print JSON')
  .action((flags: ReplayFlags) =>
    replay(process.env, {
      selection: {
        topic: flags.topic,
        since: flags.since,
        mode: flags.correct
          ? { type: 'correct' }
          : { type: 'again', states: flags.state },
      },
      id: flags.id,
      dryRun: flags.dryRun ?? false,
      json: flags.json ?? false,
    }),
  );

program
  .command('held')
  .description('what is held of a customer, for them, where they ask')
  .requiredOption(
    '--customer <id>',
    'the numeric id that Shopify gives',
    customerId,
  )
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

/** Aborted by Ctrl-C or a signal to end. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      interrupted.abort();
    });
  return interrupted.signal;
}
