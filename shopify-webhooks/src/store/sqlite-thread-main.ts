/** The thread that has the file of the embedded store: see `askThread`. Its `workerData` is the file's path. */
import { extname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { callsTo, type Calls } from './sqlite-calls.ts';
import { SqliteEngine } from './sqlite-engine.ts';
import type { Failure, Question, Reply } from './sqlite-thread.ts';
import type { LeasedWebhook } from './store.ts';

function reply(reply: Reply, buffers: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, buffers);
}

function failureOf(error: unknown): Failure {
  const { name, message, code, errcode } = error as Failure;
  return { name, message, code, errcode };
}

function open(file: string): SqliteEngine | undefined {
  try {
    const engine = SqliteEngine.open(file, Date.now, CHECKPOINTS);
    reply({ type: 'open' });
    return engine;
  } catch (error) {
    reply({ type: 'not open', failure: failureOf(error) });
    return undefined;
  }
}

function answer(calls: Calls, { id, name, args }: Question): void {
  const failed = (error: unknown) => {
    reply({ type: 'failed', id, failure: failureOf(error) });
  };
  const done = (value: unknown) => {
    reply({ type: 'answer', id, value }, buffersOf(name, value));
  };
  try {
    const call = calls[name] as (...given: typeof args) => unknown;
    const value = call(...args);
    if (value instanceof Promise) void value.then(done, failed);
    else done(value);
  } catch (error) {
    failed(error);
  }
}

/** What goes over instead of being copied: the bodies, each of which SQLite has given in memory of its own. */
function buffersOf(name: Question['name'], value: unknown): ArrayBuffer[] {
  return name === 'leaseWebhooks'
    ? (value as LeasedWebhook[]).map(
        ({ webhook }) => webhook.body.buffer as ArrayBuffer,
      )
    : [];
}

/** As this file is: a source of a test, or compiled. */
const CHECKPOINTS = new URL(
  `./sqlite-checkpoints-main${extname(import.meta.url)}`,
  import.meta.url,
);

/** What waits for the engine: what a request waits for; what is quick; and what takes long and is in pieces, and the end. */
const waiting: readonly [Question[], Question[], Question[]] = [[], [], []];

function queue(question: Question): void {
  const { name } = question;
  if (name === 'add' || name === 'record') waiting[0].push(question);
  else if (name === 'settleWebhooks' || name === 'close')
    waiting[2].push(question);
  else waiting[1].push(question);
}

function next(): Question | undefined {
  return waiting.find((questions) => questions.length > 0)?.shift();
}

const engine = open(workerData as string);
if (engine && parentPort) {
  const port = parentPort;
  const calls = callsTo(engine);
  let isScheduled = false;
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    // What was asked meanwhile arrives between two: something of it may go first.
    setImmediate(() => {
      isScheduled = false;
      const one = next();
      if (!one) return;
      schedule();
      answer(calls, one);
      if (one.name === 'close') port.close();
      else engine.proceed();
    });
  };
  port.on('message', (question: Question) => {
    queue(question);
    schedule();
  });
}
