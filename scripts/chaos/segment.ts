import { hash } from 'node:crypto';
import { createSegment } from '@storefront-events/sandbox';

/** A message that the stand-in has taken. */
export interface Taken {
  readonly seq: number;
  readonly messageId: string;
  readonly event?: string;
  readonly rejected?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A fault of the stand-in: see sandbox/README.md. */
export interface SegmentFault {
  readonly answer: number | 'cut' | 'half' | 'garbage' | 'late';
  readonly times?: number;
  readonly retryAfter?: string;
  readonly event?: string;
  readonly delayMs?: number;
}

type App = Awaited<ReturnType<typeof createSegment>>;

/** The stand-in for Segment, and somebody who looks at every request, also at those that it does not take. */
export class Segment {
  readonly #app: App;
  #address = '';
  /** By messageId, the hash of the body it came with first. */
  readonly #bodies = new Map<string, string>();
  readonly violations: string[] = [];
  /** Messages that were answered 400 alone: theirs is the only right way to be dead. */
  readonly refused = new Set<string>();
  #requests = 0;
  #waiting: (() => void)[] = [];

  private constructor(app: App) {
    this.#app = app;
  }

  static async start(): Promise<Segment> {
    const app = await createSegment();
    const segment = new Segment(app);
    app.addHook('preHandler', (request, _, done) => {
      segment.#look(messagesOf(request.body));
      done();
    });
    app.addHook('onResponse', (request, { statusCode }, done) => {
      segment.#lookBack(messagesOf(request.body), statusCode);
      done();
    });
    segment.#address = await app.listen({ host: '127.0.0.1', port: 0 });
    return segment;
  }

  get address(): string {
    return this.#address;
  }

  #look(messages: readonly { readonly messageId: string }[]): void {
    if (messages.length === 0) return;
    for (const message of messages) {
      const { messageId } = message;
      const body = hash('sha256', JSON.stringify(message));
      const first = this.#bodies.get(messageId);
      if (first === undefined) this.#bodies.set(messageId, body);
      else if (first !== body)
        this.violations.push(
          `${messageId} came with two bodies, the second: ${JSON.stringify(message)}`,
        );
    }
    this.#requests += 1;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #lookBack(
    messages: readonly { readonly messageId: string }[],
    status: number,
  ): void {
    const [only, another] = messages;
    if (status === 400 && only && !another) this.refused.add(only.messageId);
  }

  /** How many requests have come, answered or not. */
  get requests(): number {
    return this.#requests;
  }

  nextRequest(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async fail(fault: SegmentFault): Promise<void> {
    const { statusCode, body } = await this.#app.inject({
      method: 'POST',
      url: '/api/faults',
      payload: fault,
    });
    if (statusCode !== 204) throw new Error(`No fault: ${body}`);
  }

  async mend(): Promise<void> {
    await this.#app.inject({ method: 'DELETE', url: '/api/faults' });
  }

  /** What was taken since this was asked last, in order. */
  async taken(): Promise<Taken[]> {
    const { body } = await this.#app.inject({ url: '/api/messages' });
    await this.#app.inject({ method: 'DELETE', url: '/api/messages' });
    return (JSON.parse(body) as { messages: Taken[] }).messages;
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}

/** The messages of a request as they were sent; none if it is no batch. */
function messagesOf(body: unknown): readonly { readonly messageId: string }[] {
  if (typeof body !== 'string') return [];
  try {
    const { batch } = JSON.parse(body) as { batch?: { messageId: string }[] };
    return batch ?? [];
  } catch {
    return [];
  }
}
