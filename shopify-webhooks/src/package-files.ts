import { fileURLToPath } from 'node:url';

/** Files of this package, beside this one. Only what tests do not import may know: they have the sources. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const TEMPLATE_PROCESS = at('./template-process.js');

/** Webhooks of every topic. */
export const EXAMPLES = at('../../examples');
