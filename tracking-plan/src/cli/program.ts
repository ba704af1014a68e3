import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { checkPlan } from '../check-plan.ts';
import { diffPlans, verdictOf, type Change } from '../diff.ts';
import type { Source } from '../event.ts';
import { toMarkdown } from '../markdown.ts';
import { outlineOfPlan } from '../outline.ts';
import { toProtocols } from '../segment-protocols.ts';
import { emissionStatus } from '../status.ts';
import { loadOutline, loadPlan } from './load-plan.ts';
import { sourceFiles } from './source-files.ts';

/** Where a command writes, and what it ends with. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly exit: (code: number) => void;
}

type LoadPlan = () => ReturnType<typeof loadPlan>;
type Print = (text: string) => void;

/** The commands of `storefront-plan`, which are also those of `storefront-events plan`. */
export function planProgram(name: string, terminal: Terminal): Command {
  const program = new Command(name)
    .description('The tracking plan: check it, show it, compare it.')
    .option('--plan <file>', "a module that exports the store's own plan");
  const plan = () => loadPlan(program.opts<{ plan?: string }>().plan);
  const print = (text: string) => {
    terminal.write(`${text}\n`);
  };

  addCheck(program, plan, print, terminal);
  addDocs(program, plan, print);
  addExport(program, plan, print);
  addComparisons(program, plan, print);
  addStatus(program, plan, print, terminal);
  return program;
}

function addCheck(
  program: Command,
  plan: LoadPlan,
  print: Print,
  terminal: Terminal,
): void {
  program
    .command('check')
    .description(
      'names, descriptions, examples and invariants; exit code 1 with every finding',
    )
    .action(async () => {
      const loaded = await plan();
      const findings = checkPlan(loaded);
      if (findings.length > 0) terminal.exit(1);
      print(
        findings.length > 0
          ? findings.join('\n')
          : `${String(Object.keys(loaded).length)} events, nothing wrong.`,
      );
    });
}

function addDocs(program: Command, plan: LoadPlan, print: Print): void {
  program
    .command('docs')
    .description('the plan as Markdown')
    .action(async () => {
      print(toMarkdown(await plan()));
    });
}

function addExport(program: Command, plan: LoadPlan, print: Print): void {
  program
    .command('export')
    .description('the plan in the form of another tool')
    .addOption(
      new Option('--format <format>')
        .choices(['segment-protocols'])
        .default('segment-protocols'),
    )
    .action(async () => {
      print(JSON.stringify(toProtocols(await plan()), null, 2));
    });
}

function addComparisons(program: Command, plan: LoadPlan, print: Print): void {
  program
    .command('import <file>')
    .description(
      'compares a Segment Protocols file with the plan: what would change by using ours',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      print(
        showChanges(
          diffPlans(await loadOutline(file), outlineOfPlan(await plan())),
          json,
        ),
      );
    });

  program
    .command('diff <before> <after>')
    .description(
      'what changed between two plans, with a verdict: breaking, minor or patch',
    )
    .option('--json', 'print JSON')
    .action(
      async (
        before: string,
        after: string,
        { json = false }: { json?: boolean },
      ) => {
        print(
          showChanges(
            diffPlans(await loadOutline(before), await loadOutline(after)),
            json,
          ),
        );
      },
    );
}

function addStatus(
  program: Command,
  plan: LoadPlan,
  print: Print,
  terminal: Terminal,
): void {
  program
    .command('status <folders...>')
    .description(
      'which planned events source folders emit; exit code 2 if one is missing or not planned',
    )
    .addOption(
      new Option('--source <source>', 'only the events of one source').choices([
        'front-end',
        'back-end',
      ]),
    )
    .option('--json', 'print JSON')
    .action(
      async (
        folders: string[],
        options: { source?: Source; json?: boolean },
      ) => {
        const { emitted, missing, unplanned } = emissionStatus(
          await plan(),
          await sourceFiles(folders),
          options.source,
        );
        if (missing.length > 0 || unplanned.size > 0) terminal.exit(2);
        if (options.json)
          print(
            JSON.stringify({
              emitted: Object.fromEntries(emitted),
              missing,
              unplanned: Object.fromEntries(unplanned),
            }),
          );
        else
          print(
            tableOf(
              ['event', 'emitted in'],
              [
                ...[...emitted].map(([event, paths]) => [
                  event,
                  paths.join('\n'),
                ]),
                ...missing.map((event) => [event, 'nowhere']),
                ...[...unplanned].map(([event, paths]) => [
                  `${event} (not planned)`,
                  paths.join('\n'),
                ]),
              ],
            ),
          );
      },
    );
}

function showChanges(changes: readonly Change[], json: boolean): string {
  const verdict = verdictOf(changes) ?? 'none';
  if (json) return JSON.stringify({ verdict, changes });
  const rows = changes.map(({ verdict, event, property = '', change }) => [
    verdict,
    event,
    property,
    change,
  ]);
  return rows.length > 0
    ? `${tableOf(['verdict', 'event', 'property', 'change'], rows)}\nAs a whole: ${verdict}.`
    : 'Nothing has changed.';
}

function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
