import { fileURLToPath } from 'node:url';

/** Where the process of the templates is, beside this file. Only what nobody imports may know: tests have it elsewhere. */
export const TEMPLATE_PROCESS = fileURLToPath(
  new URL('./template-process.js', import.meta.url),
);
