import type { EventDefinition } from './event.ts';
import { isEventName, isPropertyName } from './names.ts';

/** What is wrong with the names of events: cheap enough for every start. The rest is for `storefront-plan check`. */
export function findingsOf(events: readonly EventDefinition[]): string[] {
  return [...events.flatMap(nameFindings), ...collisions(events)];
}

function nameFindings({ name, type, properties }: EventDefinition): string[] {
  const properNames = Object.keys(properties.shape)
    .filter((property) => !isPropertyName(property, type))
    .map(
      (property) => `"${name}": the property "${property}" is not snake_case`,
    );
  return isEventName(name)
    ? properNames
    : [`"${name}" is not "Object Action" in Title Case`, ...properNames];
}

/** Names and aliases that mean two events. */
function collisions(events: readonly EventDefinition[]): string[] {
  const owners = new Map<string, string>();
  const findings: string[] = [];
  const claim = (word: string, event: string) => {
    const owner = owners.get(word);
    if (owner === undefined) owners.set(word, event);
    else findings.push(`"${word}" is named by "${owner}" and by "${event}"`);
  };
  for (const { name } of events) claim(name, name);
  for (const { name, aliases = [] } of events)
    for (const alias of aliases) claim(alias, name);
  return findings;
}
