/** `npm run bench:plan`: how long it takes to hold a message against the plan, beside zod alone and ajv. */
import './lib/plain-errors.ts';
import { Ajv, type ValidateFunction } from 'ajv';
import * as formats from 'ajv-formats';
import { report } from './lib/bench.ts';
import { buildPackages } from './lib/packages.ts';

await buildPackages();
const { basePlan } = await import('@storefront-events/plan');
const { validateProperties } = await import('@storefront-events/plan/validate');
const { toProtocols, valuesSchemaOf } =
  await import('@storefront-events/plan/segment-protocols');

/** The target: microseconds for any example. */
const LIMIT_US = 20;
const ROUNDS = 4000;

const ajv = new Ajv({ allErrors: true });
(formats.default as unknown as (ajv: Ajv) => void)(ajv);
const rules = toProtocols(basePlan).rules;

const rows = Object.values(basePlan).map((event, index) => {
  const { name, example, properties } = event;
  const rule = rules[index];
  if (!rule) throw new Error(`${name} has no rule`);
  const compiled: ValidateFunction = ajv.compile(valuesSchemaOf(rule));
  return {
    event: name,
    ours: microseconds(() => validateProperties(name, example)),
    zod: microseconds(() => properties.safeParse(example)),
    ajv: microseconds(() => compiled(example)),
  };
});

const slowest = rows.toSorted((a, b) => b.ours - a.ours).slice(0, 10);
const average = (pick: (row: (typeof rows)[number]) => number) =>
  rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
const table = [
  ...slowest,
  {
    event: `average of ${String(rows.length)}`,
    ours: average(({ ours }) => ours),
    zod: average(({ zod }) => zod),
    ajv: average(({ ajv: us }) => us),
  },
  { event: 'limit', ours: LIMIT_US, zod: NaN, ajv: NaN },
];
report(
  'Microseconds to validate an example (median of 7 runs; the slowest ten)',
  table.map(({ event, ours, zod, ajv: us }) => ({
    event,
    ours: show(ours),
    'zod alone': show(zod),
    'ajv, compiled': show(us),
  })),
  { limitMicroseconds: LIMIT_US, events: rows },
);

function microseconds(work: () => unknown): number {
  for (let round = 0; round < ROUNDS; round += 1) work();
  const runs = Array.from({ length: 7 }, () => {
    const started = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) work();
    return ((performance.now() - started) / ROUNDS) * 1000;
  });
  return runs.sort((a, b) => a - b)[3] ?? NaN;
}

function show(us: number): string {
  return isNaN(us) ? '' : us.toFixed(2);
}
