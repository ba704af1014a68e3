import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type TemplateError } from './compile.ts';
import { isTemplateFile, TEMPLATE_FILES, type TemplateFile } from './names.ts';

export type LoadedTemplates =
  | {
      readonly status: 'ok';
      readonly templates: ReadonlyMap<TemplateFile, string>;
    }
  | { readonly status: 'unusable'; readonly errors: readonly string[] };

/** Reads every template of a folder. A file that is none, or that does not compile, is an error: all are told at once. */
export function loadTemplates(folder: string): LoadedTemplates {
  const unusable = (...errors: string[]): LoadedTemplates => ({
    status: 'unusable',
    errors,
  });
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unusable(
      `TEMPLATES_DIR: ${folder} cannot be read (${code ?? 'unknown error'})`,
    );
  }
  if (names.length === 0)
    return unusable(
      `TEMPLATES_DIR: ${folder} holds no template; write one with "storefront-events templates eject ${join(folder, 'order-completed.jsonata')}", or leave TEMPLATES_DIR out`,
    );
  const templates = new Map<TemplateFile, string>();
  const errors: string[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (!isTemplateFile(name)) {
      errors.push(`${file} is no template: ${theirNames()}`);
      continue;
    }
    const read = readTemplate(file);
    if (read.status === 'ok') templates.set(name, read.text);
    else errors.push(describeError(file, read));
  }
  return errors.length > 0 ? unusable(...errors) : { status: 'ok', templates };
}

/** How template files are called. */
export function theirNames(): string {
  return `their names are ${TEMPLATE_FILES.join(', ')}`;
}

/** Reads and compiles one template. */
export function readTemplate(
  file: string,
): { readonly status: 'ok'; readonly text: string } | TemplateError {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      status: 'wrong',
      code: undefined,
      message: `it cannot be read (${code ?? 'unknown error'})`,
      place: undefined,
    };
  }
  const compiled = compile(text);
  return compiled.status === 'ok' ? { status: 'ok', text } : compiled;
}

/** An error as editors and terminals like it: file, line, column, and what is wrong. */
export function describeError(
  file: string,
  { place, message, code }: TemplateError,
): string {
  const where = place ? `:${String(place.line)}:${String(place.column)}` : '';
  return `${file}${where}: ${message}${code === undefined ? '' : ` (${code})`}`;
}
