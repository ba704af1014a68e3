import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createJiti } from 'jiti';
import { basePlan } from '../base-plan.ts';
import type { Plan } from '../define-plan.ts';
import { outlineOf, outlineOfPlan, type PlanOutline } from '../outline.ts';
import { readProtocols } from '../segment-protocols.ts';

/** Something a person gave that cannot be used; the text says what to do. */
export class UsageError extends Error {}

/** The plan that a store's module exports as `plan`, or by default; without a file, our own. */
export async function loadPlan(file: string | undefined): Promise<Plan> {
  if (file === undefined) return basePlan;
  const path = resolve(file);
  const module = await createJiti(path)
    .import<{ plan?: unknown; default?: unknown }>(path)
    .catch((error: unknown) => {
      throw new UsageError(
        `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  const plan = [module.plan, module.default].find(isPlan);
  if (!plan)
    throw new UsageError(
      `${file} exports no plan: write \`export const plan = extendPlan({ … })\`.`,
    );
  return plan;
}

function isPlan(value: unknown): value is Plan {
  const events: unknown[] =
    typeof value === 'object' && value !== null ? Object.values(value) : [];
  return (
    events.length > 0 &&
    events.every(
      (event) =>
        typeof event === 'object' &&
        event !== null &&
        'name' in event &&
        'properties' in event,
    )
  );
}

/** What can be compared: a module with a plan, or a Segment Protocols file. */
export async function loadOutline(file: string): Promise<PlanOutline> {
  if (!file.endsWith('.json')) return outlineOfPlan(await loadPlan(file));
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read.`);
  });
  const reading = readProtocols(text);
  if (reading.status === 'unreadable')
    throw new UsageError(
      `${file} is no Segment Protocols plan: ${reading.reason}.`,
    );
  return outlineOf(reading.plan);
}
