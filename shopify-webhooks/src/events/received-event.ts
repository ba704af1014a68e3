import { basePlan, type EventDefinition } from '@storefront-events/plan';
import {
  describeViolation,
  validateMessage,
} from '@storefront-events/plan/validate';
import { z } from 'zod';
import { MAX_MESSAGE_BYTES } from '../map/fit-message.ts';
import { MAPPED_EVENTS } from '../map/triggers.ts';
import { time } from '../shopify/payload.ts';

/** An event that somebody else tells of, as it is kept. */
export interface ReceivedEvent {
  /** The sender's own id of it. */
  readonly messageId: string;
  readonly event: string;
  /** ISO 8601. */
  readonly timestamp?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type EventReading =
  | { readonly status: 'ok'; readonly event: ReceivedEvent }
  | { readonly status: 'refused'; readonly reasons: readonly string[] };

const id = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .pipe(z.string().trim().min(1).max(255));

const shape = z.strictObject({
  messageId: id,
  event: z.string().trim().min(1),
  timestamp: z.union([z.string(), z.number()]).optional(),
  userId: id.optional(),
  anonymousId: id.optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
});

/** Reads an event, and holds it against the plan. A reason names a field and never quotes it: it may be personal. */
export function readEvent(value: unknown, now: number): EventReading {
  const parsed = shape.safeParse(value);
  if (!parsed.success)
    return refused(
      ...parsed.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'the event'}: ${message}`,
      ),
    );
  const { timestamp: given, userId, anonymousId, ...rest } = parsed.data;
  const timestamp = timeOf(given, now);
  const event: ReceivedEvent = {
    ...rest,
    ...(timestamp !== undefined && { timestamp }),
    ...(userId !== undefined && { userId }),
    ...(anonymousId !== undefined && { anonymousId }),
  };
  const reasons = [
    ...(given !== undefined && timestamp === undefined
      ? [
          'timestamp: must be ISO 8601, or seconds since 1970, and not later than tomorrow',
        ]
      : []),
    ...ownership(event.event),
    ...validateMessage({ type: 'track', ...event }, 'back-end', basePlan)
      .filter(({ severity }) => severity === 'block')
      .map(describeViolation),
    ...(Buffer.byteLength(JSON.stringify(event)) > MAX_MESSAGE_BYTES
      ? [`the event: larger than ${String(MAX_MESSAGE_BYTES)} bytes`]
      : []),
  ];
  return reasons.length > 0 ? refused(...reasons) : { status: 'ok', event };
}

/** Only events that the back end owns and that Shopify does not tell of: those would count twice. */
function ownership(name: string): string[] {
  const events: readonly EventDefinition[] = Object.values(basePlan);
  const planned = events.find((one) => one.name === name);
  if (!planned) {
    const other = events.find(({ aliases }) => aliases?.includes(name));
    return [
      `event: ${other ? `is called ${other.name} here` : 'is not in the tracking plan'}`,
    ];
  }
  if (planned.type !== 'track' || planned.source !== 'back-end')
    return ['event: is not one of the back end'];
  return (MAPPED_EVENTS as readonly string[]).includes(name)
    ? ['event: is made of Shopify’s own webhooks']
    : [];
}

function timeOf(
  given: string | number | undefined,
  now: number,
): string | undefined {
  const seconds =
    typeof given === 'string' && /^\d{9,11}$/.test(given)
      ? Number(given)
      : given;
  return typeof seconds === 'number'
    ? Number.isFinite(seconds) && Math.abs(seconds) < 1e11
      ? time(new Date(seconds * 1000).toISOString(), now)
      : undefined
    : time(seconds, now);
}

function refused(...reasons: string[]): EventReading {
  return { status: 'refused', reasons };
}
