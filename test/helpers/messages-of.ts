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

/** What is reported when it has been on screen for a second: whether it has, is the machine's to say. */
const SEEN = ['Promotion Viewed', 'Product List Viewed'];

/** What messages are, for a list; without what depends on how long somebody looked. */
export const namesOf = (messages: readonly Message[]): string[] =>
  messages
    .filter(({ event = '' }) => !SEEN.includes(event))
    .map(
      ({ event, type, context }) =>
        event ?? `${type} ${context.page?.['path'] ?? ''}`,
    );
