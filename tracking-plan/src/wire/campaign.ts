/**
 * A campaign as Segment's `context.campaign` has it: `name`, `source`, `medium`, `term`, `content`, and what else stood
 * behind `utm_`.
 *
 * @see https://segment.com/docs/connections/spec/common/#context-fields-automatically-collected
 */
export type Campaign = Readonly<Record<string, string>>;

/** The longest campaign that is carried, in characters. */
export const MAX_CAMPAIGN_LENGTH = 512;
const MAX_FIELDS = 10;
const UTM = /^utm_([a-z_]{1,30})$/;

/** The campaign part of an address's search, for a cart attribute; undefined where there is none. */
export function encodeCampaign(search: string): string | undefined {
  const fields = fieldsOf(search);
  const text = String(
    new URLSearchParams(
      fields.map(([key, value]): [string, string] => [`utm_${key}`, value]),
    ),
  );
  return fields.length > 0 && text.length <= MAX_CAMPAIGN_LENGTH
    ? text
    : undefined;
}

/** Reads an address's search, or what `encodeCampaign` wrote, or what somebody else put in its place. Never throws. */
export function decodeCampaign(text: unknown): Campaign | undefined {
  if (typeof text !== 'string') return undefined;
  const fields = fieldsOf(text);
  return fields.length > 0
    ? Object.fromEntries(
        fields.map(([key, value]) => [
          key === 'campaign' ? 'name' : key,
          value,
        ]),
      )
    : undefined;
}

function fieldsOf(search: string): [string, string][] {
  if (search.length > 4 * MAX_CAMPAIGN_LENGTH) return [];
  return [...new URLSearchParams(search)]
    .flatMap(([key, value]): [string, string][] => {
      const [, name] = UTM.exec(key) ?? [];
      return name === undefined || value === '' ? [] : [[name, value]];
    })
    .slice(0, MAX_FIELDS);
}
