import { join } from 'node:path';
import type { TemplateFile } from '../templates/names.ts';
import { TemplateRunner, type RunnerOptions } from '../templates/runner.ts';

/** The source of the template process: Node runs it as it is. */
export const TEMPLATE_PROCESS = join(
  __dirname,
  '../templates/template-process.ts',
);

const started: TemplateRunner[] = [];

/** A runner of these templates; `closeRunners` ends it. */
export function makeRunner(
  templates: Partial<Record<TemplateFile, string>>,
  changes: Partial<RunnerOptions> = {},
): TemplateRunner {
  const runner = new TemplateRunner({
    processFile: TEMPLATE_PROCESS,
    templates: new Map(Object.entries(templates) as [TemplateFile, string][]),
    ...changes,
  });
  started.push(runner);
  return runner;
}

export function closeRunners(): void {
  for (const runner of started.splice(0)) runner.close();
}
