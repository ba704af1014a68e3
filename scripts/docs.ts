/** `npm run docs`: writes the documents that are generated. A test fails while they are stale. */
import './lib/plain-errors.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';

await buildPackages();
const { basePlan } = await import('@storefront-events/plan');
const { toMarkdown } = await import('@storefront-events/plan/markdown');

await writeFile(
  join(ROOT, 'docs', 'tracking-plan.md'),
  `${toMarkdown(basePlan)}\n`,
);
