import { addresses } from './addresses.ts';

/** A message as the Segment stand-in lists it. */
export interface Message {
  readonly source: 'front-end' | 'back-end';
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly receivedAt: string;
  readonly duplicate: boolean;
  readonly rejected?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly integrations?: unknown;
  readonly context: {
    readonly page?: Readonly<Record<string, string>>;
    readonly consent?: unknown;
  };
}

/** An identify has traits and no properties. */
const withProperties = (message: Message): Message => ({
  ...message,
  properties: { ...message.properties },
});

export async function listMessages(
  segment: string = addresses.segment,
): Promise<Message[]> {
  const answer = await fetch(`${segment}/api/messages`);
  return ((await answer.json()) as { messages: Message[] }).messages.map(
    withProperties,
  );
}

/** Resolves with the first message, past or coming, that is the one asked for. */
export async function findMessage(
  isIt: (message: Message) => boolean,
  segment: string = addresses.segment,
): Promise<Message> {
  const stop = new AbortController();
  // Listen first, then look at what has come already: nothing can slip between.
  const stream = await fetch(`${segment}/api/stream`, { signal: stop.signal });
  try {
    const already = (await listMessages(segment)).find(isIt);
    if (already) return already;
    for await (const message of messagesIn(stream))
      if (isIt(message)) return message;
    throw new Error('The stream of messages has ended.');
  } finally {
    stop.abort();
  }
}

async function* messagesIn(stream: Response): AsyncGenerator<Message> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n\n');
    text = lines.pop() ?? '';
    for (const line of lines)
      if (line.startsWith('data: '))
        yield withProperties(
          JSON.parse(line.slice('data: '.length)) as Message,
        );
  }
}
