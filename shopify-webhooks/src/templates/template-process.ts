/**
 * The process in which templates run, and nothing else: with no environment, little memory, and a parent that kills it
 * when it does not answer. A regular expression without end or a string without end stops only this.
 */
import type { Json } from '../shopify/payload.ts';
import { compile, type Compiled } from './compile.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import type { FromProcess, NumberedJob, ToProcess } from './protocol.ts';

const compiled = new Map<string, Compiled>();

process.on('message', (message: ToProcess) => {
  if (message.type === 'jobs') {
    void runAll(message.jobs);
    return;
  }
  for (const [file, text] of message.texts) {
    const result = compile(text);
    if (result.status === 'ok') compiled.set(file, result);
  }
  tell({ type: 'ready' });
});
process.on('disconnect', () => process.exit());

/** One after another, and an answer after each: what was not answered shows where it stopped. */
async function runAll(jobs: readonly NumberedJob[]): Promise<void> {
  for (const { id, file, input } of jobs)
    tell({ type: 'answer', id, evaluation: await run(file, input) });
}

async function run(file: string, input: string): Promise<Evaluation> {
  const template = compiled.get(file);
  return template
    ? evaluate(template, JSON.parse(input) as Json)
    : {
        status: 'wrong',
        code: undefined,
        message: 'it was not compiled',
        place: undefined,
      };
}

function tell(message: FromProcess): void {
  process.send?.(message);
}
