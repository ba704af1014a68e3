/** `npm run bench:types`: what type-checking the whole plan costs a site that uses it. */
import './lib/plain-errors.ts';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { report } from './lib/bench.ts';
import { buildPackages } from './lib/packages.ts';
import { ROOT } from './lib/paths.ts';

/** The target: seconds that the plan may add. */
const LIMIT_S = 2;

const WITHOUT =
  'export const track = (event: string, properties: object) => [event, properties];\n';
const WITH = `import type { EventName, PropertiesOf } from '@storefront-events/plan';
export const track = <N extends EventName>(event: N, properties: PropertiesOf<N>) => [event, properties];
`;
const CALLS = Array.from(
  { length: 40 },
  () =>
    "track('Coupon Applied', { coupon_id: 'SPRING', discount: 5 });\ntrack('Cart Shared', { cart_id: 'c1', products: [{ product_id: '1', name: 'Sencha' }] });\n",
).join('');

await buildPackages();
const without = await check(WITHOUT + CALLS);
const withPlan = await check(WITH + CALLS);
const added = withPlan.seconds - without.seconds;
report(
  'Type-checking a file of 80 calls (median of 5 runs)',
  [
    {
      '': 'without the plan',
      seconds: without.seconds.toFixed(2),
      instantiations: without.instantiations,
    },
    {
      '': 'with the plan',
      seconds: withPlan.seconds.toFixed(2),
      instantiations: withPlan.instantiations,
    },
    {
      '': 'added',
      seconds: added.toFixed(2),
      instantiations: withPlan.instantiations - without.instantiations,
    },
    { '': 'limit', seconds: LIMIT_S.toFixed(2), instantiations: '' },
  ],
  { without, withPlan, addedSeconds: added, limitSeconds: LIMIT_S },
);

async function check(
  source: string,
): Promise<{ seconds: number; instantiations: number }> {
  // Inside the repository, so that the compiler finds the plan.
  const folder = await mkdtemp(join(ROOT, 'scripts', 'bench', '.types-'));
  try {
    await writeFile(join(folder, 'site.ts'), source);
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          module: 'nodenext',
          target: 'es2022',
          noEmit: true,
          skipLibCheck: true,
          types: [],
        },
        files: ['site.ts'],
      }),
    );
    const runs = Array.from({ length: 5 }, () => {
      const output = execFileSync(
        process.execPath,
        [
          join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
          '--project',
          folder,
          '--extendedDiagnostics',
        ],
        { encoding: 'utf8' },
      );
      const figure = (name: string) =>
        Number(new RegExp(`${name}:\\s+([\\d.]+)`).exec(output)?.[1]);
      return {
        seconds: figure('Total time'),
        instantiations: figure('Instantiations'),
      };
    });
    return (
      runs.sort((a, b) => a.seconds - b.seconds)[2] ?? {
        seconds: NaN,
        instantiations: NaN,
      }
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
