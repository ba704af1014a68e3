export { defineEvent } from './event.ts';
export type { EventDefinition, Source } from './event.ts';
export { plan } from './plan.ts';
export type { EventName, PropertiesOf } from './plan.ts';
