import type { Plan } from './define-plan.ts';
import type { EventDefinition } from './event.ts';
import { outlineOfPlan, type EventOutline } from './outline.ts';

/** The plan as a document for people: one section an event. */
export function toMarkdown(plan: Plan): string {
  const events = Object.values(plan);
  const outline = outlineOfPlan(plan);
  return [
    '# Tracking plan',
    '',
    `${String(events.length)} events. Generated from the plan by \`storefront-plan docs\`: edit the plan, not this file.`,
    '',
    ...index(events),
    ...events.flatMap((event) =>
      section(
        event,
        outline.get(event.type === 'identify' ? '(identify)' : event.name),
      ),
    ),
  ].join('\n');
}

function index(events: readonly EventDefinition[]): string[] {
  return [
    '| event | source | when |',
    '| --- | --- | --- |',
    ...events.map(
      ({ name, source, description }) =>
        `| [${name}](#${anchor(name)}) | ${source} | ${cell(description)} |`,
    ),
    '',
  ];
}

function section(
  event: EventDefinition,
  outline: EventOutline | undefined,
): string[] {
  const call = event.type === 'identify' ? ', an identify call' : '';
  return [
    `## ${event.name}`,
    '',
    `${event.description}${event.prefer === undefined ? '' : ` Prefer [${event.prefer}](#${anchor(event.prefer)}).`}`,
    '',
    `Sent by the ${event.source}${call} · version ${String(event.version)}, since ${event.since} · [specification](${event.spec})`,
    '',
    `Used by: ${event.usedBy}`,
    '',
    ...(event.aliases
      ? [`Elsewhere called: ${event.aliases.join(', ')}`, '']
      : []),
    ...table(outline),
    '```json',
    JSON.stringify(event.example, null, 2),
    '```',
    '',
  ];
}

function table(outline: EventOutline | undefined): string[] {
  const properties = [...(outline?.properties ?? [])];
  if (properties.length === 0) return ['No properties.', ''];
  return [
    '| property | type | | description |',
    '| --- | --- | --- | --- |',
    ...properties.map(
      ([path, { type, required, description }]) =>
        `| \`${path}\` | ${cell(type)} | ${required ? 'required' : ''} | ${cell(description)} |`,
    ),
    '',
  ];
}

function anchor(name: string): string {
  return name.toLowerCase().replace(/ /g, '-');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
