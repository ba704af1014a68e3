import { fileURLToPath } from 'node:url';
import type { Programs } from './main.ts';

/** Files of this package. Only what tests do not import may know where they are: tests have the sources. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const PROGRAMS: Programs = {
  templateProcess: at('./templates/template-process.js'),
  storeThread: at('./store/sqlite-thread-main.js'),
};

/** Webhooks of every topic. */
export const EXAMPLES = at('../examples');
