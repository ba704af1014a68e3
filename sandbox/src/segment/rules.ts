/** The rules of Segment's tracking API that a sender can break. @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */

export const MAX_MESSAGE_BYTES = 32 * 1024;
export const MAX_BATCH_BYTES = 500 * 1024;
export const MAX_BATCH_MESSAGES = 2500;

type Message = Readonly<Record<string, unknown>>;

/** Why Segment answers 400; undefined if it does not. */
export function refusalOf(
  messages: readonly Message[],
  bytes: number,
): string | undefined {
  if (messages.length > 1 && bytes > MAX_BATCH_BYTES)
    return 'the batch is larger than 500 KB';
  const tooLarge = messages.some(
    (message) => Buffer.byteLength(JSON.stringify(message)) > MAX_MESSAGE_BYTES,
  );
  return tooLarge ? 'a message is larger than 32 KB' : undefined;
}

/** Why Segment drops a message although it answered 200; undefined if it does not. */
export function rejectionOf(message: Message): string | undefined {
  if (!isText(message['userId']) && !isText(message['anonymousId']))
    return 'no userId and no anonymousId';
  if (!isText(message['messageId'])) return 'no messageId';
  if (message['messageId'].length > 100)
    return 'a messageId of more than 100 characters';
  if (message['type'] === 'track' && !isText(message['event']))
    return 'a track call without an event';
  if (
    message['event'] === 'Segment Consent Preference Updated' &&
    !hasCategoryPreferences(message)
  )
    return 'context.consent.categoryPreferences object is required';
  return undefined;
}

function hasCategoryPreferences(message: Message): boolean {
  const { context } = message as {
    context?: { consent?: { categoryPreferences?: unknown } };
  };
  const preferences = context?.consent?.categoryPreferences;
  return typeof preferences === 'object' && preferences !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
