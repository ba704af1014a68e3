import type { Plan } from './define-plan.ts';
import type { Source } from './event.ts';

/** What the sources of a site or service emit, beside what the plan says they should. */
export interface EmissionStatus {
  /** Planned events, with the files that name them. */
  readonly emitted: ReadonlyMap<string, readonly string[]>;
  /** Planned events that no file names. */
  readonly missing: readonly string[];
  /** Events that are tracked and not planned, with the files that do. */
  readonly unplanned: ReadonlyMap<string, readonly string[]>;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const TRACK_CALL = /\btrack\(\s*(['"`])((?:(?!\1).)+)\1/g;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/**
 * Looks for event names in source files: a planned name as a literal anywhere, an unplanned one as the first argument
 * of a `track` call.
 */
export function emissionStatus(
  plan: Plan,
  files: readonly SourceFile[],
  source?: Source,
): EmissionStatus {
  const names = Object.values(plan)
    .filter((event) => source === undefined || event.source === source)
    .map(({ name }) => name);
  const emitted = new Map<string, string[]>();
  const unplanned = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, name: string, path: string) => {
    const paths = map.get(name) ?? [];
    if (!paths.includes(path)) map.set(name, [...paths, path]);
  };
  for (const { path, text } of files) {
    const code = text.replace(COMMENT, '');
    for (const name of names)
      if (new RegExp(`(['"\`])${name}\\1`).test(code))
        note(emitted, name, path);
    for (const [, , name = ''] of code.matchAll(TRACK_CALL))
      if (!Object.hasOwn(plan, name)) note(unplanned, name, path);
  }
  return {
    emitted,
    missing: names.filter((name) => !emitted.has(name)),
    unplanned,
  };
}
