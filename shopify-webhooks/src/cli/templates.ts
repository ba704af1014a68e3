import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isObject, parsePayload, type Json } from '../shopify/payload.ts';
import { changesBetween } from '../templates/changes.ts';
import { ejected } from '../templates/eject.ts';
import { describeError, readTemplate, theirNames } from '../templates/load.ts';
import { isTemplateFile, type TemplateFile } from '../templates/names.ts';
import { TemplateRunner } from '../templates/runner.ts';
import {
  tryTemplate,
  type Choice,
  type Pair,
  type Trial,
} from '../templates/trial.ts';

/** What the commands of templates need beside their arguments. */
export interface TemplateTools {
  /** The file of the process in which templates run. */
  readonly processFile: string;
  /** The folder of webhooks of every topic. */
  readonly examples: string;
  readonly print: (line: string) => void;
}

type Webhook = { readonly topic: string; readonly payload: Json };

/** Writes a template to begin with; gives the exit code. */
export function eject(path: string, { print }: TemplateTools): number {
  const file = named(path, print);
  if (file === undefined) return 1;
  if (existsSync(path)) {
    print(`${path} is there already; nothing was written.`);
    return 1;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ejected(file));
  print(
    `Wrote ${path}. It changes nothing until you edit it. Set TEMPLATES_DIR=${dirname(path)} to use it.`,
  );
  return 0;
}

/**
 * Holds templates against the plan, over every example that they are for; gives the exit code: 1 if something would not be
 * sent. What the plan only misses is told, and sent.
 */
export async function check(
  paths: readonly string[],
  tools: TemplateTools,
): Promise<number> {
  let isWrong = false;
  for (const path of paths) {
    const isUsable = await withTemplate(path, tools, async (file, runner) => {
      if (await isWrongOverExamples(path, file, runner, tools)) isWrong = true;
    });
    isWrong ||= !isUsable;
  }
  return isWrong ? 1 : 0;
}

async function isWrongOverExamples(
  path: string,
  file: TemplateFile,
  runner: TemplateRunner,
  { examples, print }: TemplateTools,
): Promise<boolean> {
  const found = new Map<string, string[]>();
  let samples = 0;
  let isWrong = false;
  for (const webhook of webhooksIn(examples))
    for (const choice of ['granted', 'refused'] as const) {
      const trial = await tryTemplate(file, runner, webhook, choice);
      if (trial.status === 'unconcerned') continue;
      samples += 1;
      for (const { text, isWrong: wrong } of findingsOf(path, trial)) {
        found.set(text, [
          ...(found.get(text) ?? []),
          `${webhook.topic}, ${choice}`,
        ]);
        isWrong ||= wrong;
      }
    }
  for (const [text, [first = '', ...others]] of found)
    print(
      `${text} [${first}${others.length > 0 ? `, and ${String(others.length)} more` : ''}]`,
    );
  if (found.size === 0)
    print(
      `${path}: in order, over ${String(samples)} samples of Shopify’s webhooks.`,
    );
  return isWrong;
}

/** Shows what a template makes of one webhook; gives the exit code. */
export async function tryOut(
  path: string,
  options: {
    readonly webhook: string;
    readonly topic?: string;
    readonly consent: Choice;
  },
  tools: TemplateTools,
): Promise<number> {
  const { print } = tools;
  const payload = readPayload(options.webhook, print);
  if (!payload) return 1;
  let code = 1;
  await withTemplate(path, tools, async (file, runner) => {
    const topic = options.topic ?? TOPICS[file];
    if (topic === undefined) {
      print(
        `Say with --topic which webhook it is, such as --topic orders/paid.`,
      );
      return;
    }
    const webhook = { topic, payload };
    const trial = await tryTemplate(file, runner, webhook, options.consent);
    print(
      `${topic}, from somebody who ${options.consent === 'granted' ? 'agreed' : 'refused'}`,
    );
    if (trial.status === 'unconcerned')
      print(
        trial.makes.length === 0
          ? 'Nothing is sent of this webhook, so there is nothing for a template.'
          : `This webhook makes ${trial.makes.join(', ')}, which ${file} is not for.`,
      );
    else {
      if (trial.status === 'tried')
        for (const pair of trial.pairs) show(pair, print);
      const findings = findingsOf(path, trial);
      for (const { text } of findings) print(text);
      code = findings.some(({ isWrong }) => isWrong) ? 1 : 0;
    }
  });
  return code;
}

/** What a webhook is unless somebody says otherwise. */
const TOPICS: Readonly<Record<TemplateFile, string | undefined>> = {
  'checkout-started.jsonata': 'checkouts/create',
  'order-completed.jsonata': 'orders/create',
  'order-updated.jsonata': 'orders/updated',
  'order-refunded.jsonata': 'refunds/create',
  'order-cancelled.jsonata': 'orders/cancelled',
  'customer-created.jsonata': 'customers/create',
  'customer-updated.jsonata': 'customers/update',
  'other.jsonata': undefined,
};

function show({ before, after }: Pair, print: (line: string) => void): void {
  const changes = changesBetween(
    JSON.parse(before.body),
    JSON.parse(after.body),
  );
  print(`\n${after.event}`);
  print(
    changes.length === 0
      ? '  as it was'
      : changes.map((change) => `  ${change}`).join('\n'),
  );
  print('');
}

interface Finding {
  readonly text: string;
  /** Nothing is sent of it as it is. */
  readonly isWrong: boolean;
}

/** What there is to say of a trial; what was wrong without the template is not its fault. */
function findingsOf(path: string, trial: Trial): Finding[] {
  switch (trial.status) {
    case 'unconcerned':
      return [];
    case 'failed':
      return [
        {
          text: trial.error
            ? describeError(path, trial.error)
            : `${path}: ${trial.reason}`,
          isWrong: true,
        },
      ];
    case 'tried':
      return trial.pairs.flatMap(({ before, after }) => [
        ...(after.blocked !== undefined && before.blocked === undefined
          ? [{ text: `${path}: not sent: ${after.blocked}`, isWrong: true }]
          : []),
        ...after.flags
          .filter((flag) => !before.flags.includes(flag))
          .map((flag) => ({
            text: `${path}: sent, and flagged: ${flag}`,
            isWrong: false,
          })),
      ]);
  }
}

/** Runs work with a template; false, and a line that says why, if it cannot be used. */
async function withTemplate(
  path: string,
  { processFile, print }: TemplateTools,
  work: (file: TemplateFile, runner: TemplateRunner) => Promise<void>,
): Promise<boolean> {
  const file = named(path, print);
  if (file === undefined) return false;
  const read = readTemplate(path);
  if (read.status === 'wrong') {
    print(describeError(path, read));
    return false;
  }
  const templates = new Map([[file, read.text]]);
  const runner = new TemplateRunner({ processFile, templates });
  try {
    await work(file, runner);
  } finally {
    runner.close();
  }
  return true;
}

function named(
  path: string,
  print: (line: string) => void,
): TemplateFile | undefined {
  const name = basename(path);
  if (isTemplateFile(name)) return name;
  print(`${path} is no template: ${theirNames()}.`);
  return undefined;
}

function readPayload(
  path: string,
  print: (line: string) => void,
): Json | undefined {
  let body: Uint8Array;
  try {
    body = readFileSync(path);
  } catch (error) {
    print(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    );
    return undefined;
  }
  const parsed = parsePayload(body);
  if (parsed.status === 'object') return parsed.payload;
  print(`${path} is no webhook of Shopify: ${parsed.reason}.`);
  return undefined;
}

function webhooksIn(folder: string): Webhook[] {
  return readdirSync(folder).flatMap((name) => {
    const example: unknown = JSON.parse(
      readFileSync(join(folder, name), 'utf8'),
    );
    return isObject(example) ? [example['webhook'] as Webhook] : [];
  });
}
