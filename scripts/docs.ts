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
const { readExamples } =
  await import('../shopify-webhooks/src/testing/example.ts');
const { examplesDocs } =
  await import('../shopify-webhooks/src/testing/examples-docs.ts');
const { optionsDocs } = await import('../plugin/src/options-docs.ts');

const write = (name: string, text: string) =>
  writeFile(join(ROOT, 'docs', name), `${text}\n`);

await write('tracking-plan.md', toMarkdown(basePlan));
await write(
  'back-end-events.md',
  examplesDocs(readExamples(join(ROOT, 'shopify-webhooks', 'examples'))),
);
await write('options.md', optionsDocs(Joi));
