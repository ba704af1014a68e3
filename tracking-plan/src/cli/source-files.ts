import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from '../status.ts';
import { UsageError } from './load-plan.ts';

const CODE = /\.(ts|tsx|js|jsx|mjs|cjs|mts|cts|vue|svelte)$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'public', '.cache']);

/** The source files of folders, without tests. */
export async function sourceFiles(
  folders: readonly string[],
): Promise<SourceFile[]> {
  const files = await Promise.all(
    folders.map((folder) =>
      filesIn(folder).catch(() => {
        throw new UsageError(`${folder} cannot be read.`);
      }),
    ),
  );
  return files.flat();
}

async function filesIn(path: string): Promise<SourceFile[]> {
  if ((await stat(path)).isFile())
    return CODE.test(path) && !/\.test\.[a-z]+$/.test(path)
      ? [{ path, text: await readFile(path, 'utf8') }]
      : [];
  const names = (await readdir(path)).filter((name) => !NOT_OURS.has(name));
  const files = await Promise.all(
    names.sort().map((name) => filesIn(join(path, name))),
  );
  return files.flat();
}
