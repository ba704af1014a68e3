/** `npm run docs`: writes the documents that are generated. A test fails while they are stale. */
import './lib/plain-errors.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';

await buildPackages();
const { basePlan } = await import('@storefront-events/plan');
const { toMarkdown } = await import('@storefront-events/plan/markdown');
const { Joi } = await import('gatsby-plugin-utils');
const { optionsDocs } = await import('../plugin/src/options-docs.ts');

const write = (name: string, text: string) =>
  writeFile(join(ROOT, 'docs', name), `${text}\n`);

await write('tracking-plan.md', toMarkdown(basePlan));
await write('options.md', optionsDocs(Joi));
