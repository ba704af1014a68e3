import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const NOT_SOURCES = new Set(['node_modules', '.cache', 'public', '.builds']);

/** Every file under a path, sorted; without what is built or installed there. */
export async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(
        ({ name }) => !NOT_SOURCES.has(name) && !name.endsWith('.tsbuildinfo'),
      )
      .map((entry) => filesIn(join(path, entry.name))),
  );
  return files.flat().sort();
}
