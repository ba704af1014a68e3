import { Worker } from 'node:worker_threads';
import type { Webhook } from '../webhook.ts';
import type { Ask, CallName } from './sqlite-calls.ts';
import { StoreInUseError } from './sqlite-file.ts';

/** What the thread of the embedded store is asked. */
export interface Question {
  readonly id: number;
  readonly name: CallName;
  readonly args: readonly unknown[];
}

/** What went wrong in the thread. An error itself loses what the database says of it on the way. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code: unknown;
  readonly errcode: unknown;
}

/** What the thread says: first whether the store is open, then an answer to each question. */
export type Reply =
  | { readonly type: 'open' }
  | { readonly type: 'not open'; readonly failure: Failure }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };

/** What it keeps for a short time, and no longer, is in SQLite's memory and not in JavaScript's. */
const YOUNG_MB = 2;

interface Asked {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens a store in a thread of its own; resolves when it is open.
 *
 * @throws StoreInUseError if another process has it open
 */
export async function askThread(file: string, program: string): Promise<Ask> {
  const thread = new Worker(program, {
    workerData: file,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  await opened(thread, file);
  const asked = new Map<number, Asked>();
  let last = 0;
  thread.on('message', (reply: Reply) => {
    if (reply.type !== 'answer' && reply.type !== 'failed') return;
    const one = asked.get(reply.id);
    asked.delete(reply.id);
    if (reply.type === 'answer') one?.resolve(reply.value as never);
    else one?.reject(errorOf(reply.failure));
  });
  // A bug, or no memory: what would end the process if it happened in this thread ends it.
  thread.on('error', (error) => {
    throw error;
  });
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      asked.set(id, { resolve, reject });
      const [sent, buffers] =
        name === 'add' ? packed(args[0] as readonly Webhook[]) : [args, []];
      const question: Question = { id, name, args: sent };
      thread.postMessage(question, buffers);
    });
}

/** Bodies in one piece of memory, which goes over to the thread: a buffer of Node's may share its own with others. */
function packed(
  webhooks: readonly Webhook[],
): [args: unknown[], buffers: ArrayBuffer[]] {
  const bytes = webhooks.reduce((sum, { body }) => sum + body.byteLength, 0);
  const all = Buffer.allocUnsafeSlow(bytes);
  let from = 0;
  const sent = webhooks.map((webhook) => {
    const body = new Uint8Array(all.buffer, from, webhook.body.byteLength);
    body.set(webhook.body);
    from += body.byteLength;
    return { ...webhook, body };
  });
  return [[sent], [all.buffer]];
}

function opened(thread: Worker, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (reply: Reply) => {
      thread.off('error', reject);
      if (reply.type !== 'not open') resolve();
      else if (reply.failure.name === StoreInUseError.name)
        reject(new StoreInUseError(file));
      else reject(errorOf(reply.failure));
    });
  });
}

function errorOf({ name, message, code, errcode }: Failure): Error {
  return Object.assign(new Error(message), { name, code, errcode });
}
