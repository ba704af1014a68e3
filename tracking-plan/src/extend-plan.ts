import type { z } from 'zod';
import { basePlan } from './base-plan.ts';
import { definePlan, PlanError, type Plan } from './define-plan.ts';
import type { EventDefinition, Source } from './event.ts';

type Base = typeof basePlan;
type Shape = Readonly<Record<string, z.ZodType>>;
type Additions = { readonly [Name in keyof Base]?: Shape };
type Owners = { readonly [Name in keyof Base]?: Source };

/** What a store adds to the plan, or moves in it. */
export interface Extension<
  Events extends readonly EventDefinition[],
  Properties extends Additions,
  Moved extends Owners,
> {
  /** Events of its own, made by `defineEvent`. */
  readonly events?: Events;
  /** More properties of planned events. */
  readonly properties?: Properties;
  /** Planned events that the other source sends: each has one owner. */
  readonly owners?: Moved;
}

type With<Event, Added, Owner> =
  Event extends EventDefinition<
    infer Name,
    infer Planned,
    z.ZodObject<infer Fields, infer Config>,
    infer Type
  >
    ? EventDefinition<
        Name,
        Owner extends Source ? Owner : Planned,
        Added extends Shape
          ? z.ZodObject<Fields & Added, Config>
          : z.ZodObject<Fields, Config>,
        Type
      >
    : never;

type At<Record, Name> = Name extends keyof Record ? Record[Name] : undefined;

/** The plan with what a store adds. */
export type Extended<
  Events extends readonly EventDefinition[],
  Properties extends Additions,
  Moved extends Owners,
> = {
  readonly [Name in keyof Base]: Name extends keyof Properties | keyof Moved
    ? With<Base[Name], At<Properties, Name>, At<Moved, Name>>
    : Base[Name];
} & { readonly [E in Events[number] as E['name']]: E };

/**
 * The plan with a store's own events, properties and owners; names follow the same rules.
 *
 * @throws PlanError that names everything that is wrong at once
 */
export function extendPlan<
  const Events extends readonly EventDefinition[] = readonly [],
  const Properties extends Additions = object,
  const Moved extends Owners = object,
>({
  events,
  properties,
  owners,
}: Extension<Events, Properties, Moved>): Extended<Events, Properties, Moved> {
  const findings = extensionFindings(properties ?? {}, owners ?? {});
  if (findings.length > 0) throw new PlanError(findings);
  const planned = Object.values<EventDefinition>(basePlan).map((event) => ({
    ...event,
    source:
      (owners as Readonly<Record<string, Source>> | undefined)?.[event.name] ??
      event.source,
    properties: event.properties.extend(
      (properties as Readonly<Record<string, Shape>> | undefined)?.[
        event.name
      ] ?? {},
    ),
  }));
  return definePlan([...planned, ...(events ?? [])]) as unknown as Extended<
    Events,
    Properties,
    Moved
  >;
}

function extensionFindings(
  properties: Additions,
  owners: Readonly<Record<string, unknown>>,
): string[] {
  const base: Plan = basePlan;
  const unknown = [...Object.keys(properties), ...Object.keys(owners)]
    .filter((name) => !(name in base))
    .map((name) => `"${name}" is not in the plan`);
  const owned = Object.entries(owners)
    .filter(([, owner]) => owner !== 'front-end' && owner !== 'back-end')
    .map(
      ([name]) => `"${name}" must have one owner, "front-end" or "back-end"`,
    );
  const taken = Object.entries<Shape>(
    properties as Readonly<Record<string, Shape>>,
  ).flatMap(([name, shape]) =>
    Object.keys(shape)
      .filter((property) => property in (base[name]?.properties.shape ?? {}))
      .map((property) => `"${name}" has a property "${property}" already`),
  );
  return [...unknown, ...owned, ...taken];
}
