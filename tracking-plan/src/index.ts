export { basePlan } from './base-plan.ts';
export { definePlan, PlanError } from './define-plan.ts';
export type { Plan, PlanOf } from './define-plan.ts';
export { defineEvent } from './event.ts';
export type { CallType, EventDefinition, Problem, Source } from './event.ts';
export { extendPlan } from './extend-plan.ts';
export type { Extended, Extension } from './extend-plan.ts';
// By star: TypeScript merges a store's `declare module` into a name only where it is exported so or declared here.
export type * from './plan.ts';
export { schemaOf } from './schema-of.ts';
