import type { Plan } from './define-plan.ts';
import { findingsOf } from './findings.ts';
import { outlineOfPlan } from './outline.ts';
import { validateProperties } from './validate.ts';
import { describeViolation } from './violation.ts';

/** Everything that is wrong with a plan: names, descriptions, examples, resources, references. */
export function checkPlan(plan: Plan): string[] {
  const events = Object.values(plan);
  const outline = outlineOfPlan(plan);
  const undescribed = [...outline].flatMap(([event, { properties }]) =>
    [...properties]
      .filter(
        ([path, { description }]) =>
          !path.endsWith('[]') && description.trim() === '',
      )
      .map(([path]) => `"${event}": the property "${path}" has no description`),
  );
  return [
    ...findingsOf(events),
    ...events.flatMap((event) => [
      ...(/^https:\/\//.test(event.spec)
        ? []
        : [`"${event.name}" links no specification`]),
      ...(/\.$/.test(event.description)
        ? []
        : [`"${event.name}" is not described in a sentence`]),
      ...(event.resource === undefined ||
      event.resource in event.properties.shape
        ? []
        : [
            `"${event.name}" names the resource "${event.resource}", which it does not have`,
          ]),
      ...(event.prefer === undefined || event.prefer in plan
        ? []
        : [
            `"${event.name}" prefers "${event.prefer}", which is not in the plan`,
          ]),
      ...validateProperties(event.name, event.example, plan).map(
        (violation) => `the example of ${describeViolation(violation)}`,
      ),
    ]),
    ...undescribed,
  ];
}
