import { listMessages, type Message } from './segment.ts';

/** What arrived at the front-end source of one visitor, in order. */
export async function messagesOf(
  anonymousId: string | undefined,
): Promise<Message[]> {
  return (await listMessages()).filter(
    (message) =>
      message.source === 'front-end' &&
      message.anonymousId === anonymousId &&
      !message.duplicate,
  );
}

/** What messages are, for a list. */
export const namesOf = (messages: readonly Message[]): string[] =>
  messages.map(
    ({ event, type, context }) =>
      event ?? `${type} ${context.page?.['path'] ?? ''}`,
  );
