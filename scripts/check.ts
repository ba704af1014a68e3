/** `npm run check`: lint, import directions, formatting and types. */
import './lib/plain-errors.ts';
import { join } from 'node:path';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';
import { runNode } from './lib/run.ts';
import { step } from './lib/step.ts';

const bin = (path: string) => join(ROOT, 'node_modules', path);
const PROJECTS = [
  'tracking-plan',
  'plugin',
  'shopify-webhooks',
  'sandbox',
  'example-site',
  'scripts',
  'test',
  'test/types',
];
const SOURCES = [
  ...PROJECTS.slice(0, 4).map((folder) => `${folder}/src`),
  'plugin/gatsby-browser.js',
  'plugin/gatsby-node.mjs',
  'shopify-webhooks/bin',
  'sandbox/bin',
  'example-site/src',
  'example-site/gatsby-config.ts',
  'scripts',
  'test',
];

await buildPackages();
await step('Types', typecheck());
await step(
  'Lint',
  runNode([bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']),
);
await step(
  'Import directions',
  runNode([
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    '--config',
    '.dependency-cruiser.json',
    ...SOURCES,
  ]),
);
await step(
  'Formatting',
  runNode([bin('prettier/bin/prettier.cjs'), '--check', '.']),
);

async function typecheck(): Promise<void> {
  for (const project of PROJECTS)
    await runNode([
      bin('typescript/bin/tsc'),
      '--project',
      project,
      '--noEmit',
    ]);
}
