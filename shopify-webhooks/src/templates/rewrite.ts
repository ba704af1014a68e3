import type { Mapped } from '../map/map.ts';
import { isObject } from '../shopify/payload.ts';
import type { Draft } from '../message.ts';
import { adopt } from './adopt.ts';
import { templateFor, type TemplateFile } from './names.ts';
import type { Job } from './protocol.ts';
import type { RunResult } from './runner.ts';
import type { TemplateError } from './compile.ts';

/** The part of the runner that is needed. */
export interface Templates {
  readonly has: (file: TemplateFile) => boolean;
  readonly run: (jobs: readonly Job[]) => Promise<RunResult[]>;
}

/** What was mapped, and the topic it came from. */
export interface Rewritable {
  readonly topic: string;
  readonly mapped: Mapped;
}

/** A webhook whose templates could not be run: it is to be mapped later. */
export type NotRun = Extract<RunResult, { status: 'not run' }>;

/**
 * Puts mapped messages through the shop's templates, all of them at once. A webhook of which a template cannot make
 * something is dead with the reason, and all that was mapped of it with it; what it says of consent is kept.
 */
export async function rewrite(
  all: readonly Rewritable[],
  templates: Templates,
): Promise<(Mapped | NotRun)[]> {
  const jobs = all.map((one) => jobsOf(one, templates));
  const results = await templates.run(
    jobs.flatMap((some) => some.flatMap((job) => (job ? [job] : []))),
  );
  let next = 0;
  return all.map(({ mapped }, index) => {
    const some = (jobs[index] ?? []).map((job) =>
      job ? { file: job.file, result: results[next++] } : undefined,
    );
    return mapped.status === 'mapped' ? applied(mapped, some) : mapped;
  });
}

/** For each draft its job; undefined where it has no template. */
function jobsOf(
  { topic, mapped }: Rewritable,
  templates: Templates,
): readonly (Job | undefined)[] {
  if (mapped.status !== 'mapped') return [];
  return mapped.drafts.map(({ message }) => {
    const file = templateFor(message, topic);
    return templates.has(file)
      ? { file, input: JSON.stringify({ message, ...mapped.seen() }) }
      : undefined;
  });
}

function applied(
  mapped: Extract<Mapped, { status: 'mapped' }>,
  results: readonly (
    | { readonly file: TemplateFile; readonly result: RunResult | undefined }
    | undefined
  )[],
): Mapped | NotRun {
  const notRun = results.find((one) => one?.result?.status === 'not run');
  if (notRun?.result?.status === 'not run') return notRun.result;
  const drafts: Draft[] = [];
  for (const [index, draft] of mapped.drafts.entries()) {
    const done = results[index];
    if (done?.result === undefined) {
      drafts.push(draft);
      continue;
    }
    const { file, result } = done;
    const outcome = outcomeOf(draft, result, mapped);
    if (typeof outcome === 'string')
      return {
        status: 'dead',
        reason: `template ${file}: ${outcome}`,
        changes: mapped.unsent(),
      };
    drafts.push({ ...outcome, template: file });
  }
  return { ...mapped, drafts };
}

/** The draft as the template wants it, or why not. */
function outcomeOf(
  draft: Draft,
  result: RunResult,
  { permission }: Extract<Mapped, { status: 'mapped' }>,
): Draft | string {
  if (result.status === 'stopped' || result.status === 'not run')
    return result.reason;
  if (result.status === 'wrong') return reasonOf(result);
  const returned: unknown = JSON.parse(result.json);
  const adopted = adopt(
    draft.message,
    isObject(returned) ? returned : {},
    permission,
  );
  return adopted.status === 'ok'
    ? { ...draft, message: adopted.message }
    : adopted.reason;
}

// JSONata's own message may quote the webhook; its code says as much, and `templates try` says the rest.
function reasonOf({ code, message, place }: TemplateError): string {
  const where = place
    ? ` at line ${String(place.line)}, column ${String(place.column)}`
    : '';
  return code === undefined
    ? `${message}${where}`
    : `JSONata's error ${code}${where}; "storefront-events templates try" says more`;
}
