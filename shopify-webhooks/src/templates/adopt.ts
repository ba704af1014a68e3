import type { Permission } from '../consent.ts';
import type { SegmentMessage } from '../message.ts';
import { isObject, type Json } from '../shopify/payload.ts';

export type Adopted =
  | { readonly status: 'ok'; readonly message: SegmentMessage }
  | { readonly status: 'refused'; readonly reason: string };

/** What a template may replace. What it leaves out stays as it was; everything else of a message is the service's. */
const ITS_OWN = [
  'event',
  'timestamp',
  'properties',
  'traits',
  'context',
  'integrations',
] as const;

/**
 * A message as a template returned it, with what is not a template's to decide put back: its type, its id, what it
 * says of consent and to whom it may go, and who it is about unless they agreed to be named.
 */
export function adopt(
  message: SegmentMessage,
  returned: Json,
  { status }: Permission,
): Adopted {
  if ('type' in returned && returned['type'] !== message.type)
    return refused(`it must return a message of type "${message.type}"`);
  const isNamed = status !== 'restricted' && status !== 'dropped';
  const mayIdentify = isNamed && message.type !== 'alias';
  const result: Record<string, unknown> = { ...message };
  for (const key of ITS_OWN)
    if (key in returned && belongs(key, message)) result[key] = returned[key];
  for (const key of mayIdentify ? (['userId', 'anonymousId'] as const) : [])
    if (key in returned) result[key] = returned[key];
  const wrong = wrongIn(result);
  if (wrong !== undefined) return refused(wrong);
  result['context'] = contextOf(message, result['context'] as Json, status);
  const integrations = integrationsOf(message, result['integrations']);
  if (integrations) result['integrations'] = integrations;
  else delete result['integrations'];
  // The plan looks at the rest before anything is sent.
  return { status: 'ok', message: result as unknown as SegmentMessage };
}

function refused(reason: string): Adopted {
  return { status: 'refused', reason };
}

function belongs(key: string, { type }: SegmentMessage): boolean {
  switch (key) {
    case 'event':
    case 'properties':
      return type === 'track';
    case 'traits':
      return type === 'identify';
    default:
      return true;
  }
}

function wrongIn(result: Json): string | undefined {
  for (const key of ['properties', 'traits', 'context', 'integrations'])
    if (key in result && !isObject(result[key]))
      return `its ${key} must be an object`;
  for (const key of ['userId', 'anonymousId'])
    if (key in result && typeof result[key] !== 'string')
      return `its ${key} must be text`;
  const { timestamp } = result;
  return typeof timestamp === 'string' && !isNaN(Date.parse(timestamp))
    ? undefined
    : 'its timestamp must be a time, as ISO 8601';
}

function contextOf(
  { context }: SegmentMessage,
  returned: Json,
  status: Permission['status'],
): Json {
  const { consent: _consent, gpc: _gpc, ...rest } = returned;
  const { ip: _ip, userAgent: _userAgent, ...withoutBrowser } = rest;
  const { consent, gpc, library } = context;
  return {
    ...(status === 'granted' ? rest : withoutBrowser),
    library,
    ...(consent && { consent }),
    ...(gpc && { gpc }),
  };
}

/** After a refusal nobody but Segment; and no list of Klaviyo's that the mapping has not put there. */
function integrationsOf(
  { integrations }: SegmentMessage,
  returned: unknown,
): Json | undefined {
  if (integrations && 'All' in integrations) return integrations;
  if (!isObject(returned)) return integrations;
  const { Klaviyo: klaviyo } = returned;
  if (!isObject(klaviyo) || (integrations && 'Klaviyo' in integrations))
    return returned;
  const { listId: _, ...withoutList } = klaviyo;
  return { ...returned, Klaviyo: withoutList };
}
