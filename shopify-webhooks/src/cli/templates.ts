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

/** Holds templates against the plan, over every example that they are for; gives the exit code. */
export async function check(
  paths: readonly string[],
  tools: TemplateTools,
): Promise<number> {
  let wrong = 0;
  for (const path of paths)
    await withTemplate(path, tools, async (file, runner) => {
      const findings = new Set<string>();
      let samples = 0;
      for (const webhook of examples(tools.examples))
        for (const choice of ['granted', 'refused'] as const) {
          const trial = await tryTemplate(file, runner, webhook, choice);
          if (trial.status === 'unconcerned') continue;
          samples += 1;
          for (const finding of findingsOf(path, trial))
            findings.add(`${finding} [${webhook.topic}, ${choice}]`);
        }
      for (const finding of findings) tools.print(finding);
      if (findings.size > 0) wrong += 1;
      else
        tools.print(
          `${path}: in order, over ${String(samples)} samples of Shopify’s webhooks.`,
        );
    }).then((found) => {
      if (!found) wrong += 1;
    });
  return wrong === 0 ? 0 : 1;
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
    else if (trial.status === 'failed') findingsOf(path, trial).forEach(print);
    else {
      for (const pair of trial.pairs) show(pair, print);
      const findings = findingsOf(path, trial);
      findings.forEach(print);
      code = findings.length === 0 ? 0 : 1;
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

/** What is wrong, as lines; what was wrong without the template is not its fault. */
function findingsOf(path: string, trial: Trial): string[] {
  switch (trial.status) {
    case 'unconcerned':
      return [];
    case 'failed':
      return [
        trial.error
          ? describeError(path, trial.error)
          : `${path}: ${trial.reason}`,
      ];
    case 'tried':
      return trial.pairs.flatMap(({ before, after }) => [
        ...(after.blocked !== undefined && before.blocked === undefined
          ? [`${path}: not sent: ${after.blocked}`]
          : []),
        ...after.flags
          .filter((flag) => !before.flags.includes(flag))
          .map((flag) => `${path}: the plan: ${flag}`),
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
  await work(file, runner);
  runner.close();
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

function examples(folder: string): Webhook[] {
  return readdirSync(folder).flatMap((name) => {
    const example: unknown = JSON.parse(
      readFileSync(join(folder, name), 'utf8'),
    );
    return isObject(example) ? [example['webhook'] as Webhook] : [];
  });
}
