import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mapping } from './destination.ts';

/** The mappings that a recipe of docs/destinations tells a reader to make. */
export function recipe(name: string): readonly Mapping[] {
  const file = join(__dirname, '../../../docs/destinations', `${name}.md`);
  const [, block] =
    /```json\n([^]*?)```/.exec(readFileSync(file, 'utf8')) ?? [];
  if (block === undefined) throw new Error(`${file} has no mappings`);
  return JSON.parse(block) as Mapping[];
}
