import { connect, type Socket } from 'node:net';

/** What became of the requests that were sent. Every one is in exactly one of these. */
export interface Ledger {
  sent: number;
  /** Answered 200. */
  taken: number;
  /** Answered otherwise. */
  refused: number;
  /** Not answered. */
  lost: number;
}

export interface Load {
  readonly ledger: Ledger;
  readonly seconds: number;
  /** From when each request was to be sent to its answer, in milliseconds, in order. */
  readonly latencies: Float64Array;
}

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** The bytes of the next request; undefined: there are no more. */
  readonly next: () => Buffer | undefined;
  /** Requests a second, whether or not earlier ones were answered; undefined: as many as are answered. */
  readonly rate?: number;
  /** After which no more are sent. */
  readonly forMs: number;
}

/** How long answers are waited for after the last request. */
const GRACE_MS = 15_000;

/**
 * Sends requests, one at a time on each connection. With a `rate`, a request that finds no free connection waits for
 * one, and that counts: its time begins when it was due.
 */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const { port, connections, next, rate, forMs } = options;
  const ledger: Ledger = { sent: 0, taken: 0, refused: 0, lost: 0 };
  const latencies: number[] = [];
  const due: number[] = [];
  const free: Lane[] = [];
  const lanes = await Promise.all(
    Array.from({ length: connections }, () => Lane.open(port)),
  );
  const started = performance.now();
  let ended = started;
  let exhausted = false;
  let underWay = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const send = (lane: Lane, scheduledAt: number) => {
    const bytes = next();
    if (bytes === undefined) {
      exhausted = true;
      return;
    }
    ledger.sent += 1;
    underWay += 1;
    lane.send(bytes, (status) => {
      underWay -= 1;
      ended = performance.now();
      if (status === 200) ledger.taken += 1;
      else if (status === 0) ledger.lost += 1;
      else ledger.refused += 1;
      if (status !== 0) latencies.push(ended - scheduledAt);
      proceed(lane);
    });
  };
  const isOver = () => exhausted || performance.now() - started > forMs;
  const proceed = (lane: Lane) => {
    const scheduledAt = due.shift();
    if (scheduledAt !== undefined) send(lane, scheduledAt);
    else if (rate === undefined && !isOver()) send(lane, performance.now());
    else free.push(lane);
    if (isOver() && due.length === 0 && underWay === 0) finish();
  };

  for (const lane of lanes) proceed(lane);
  const timer =
    rate === undefined
      ? undefined
      : pace(rate, started, forMs, (scheduledAt) => {
          const lane = free.pop();
          if (lane) send(lane, scheduledAt);
          else due.push(scheduledAt);
        });
  await Promise.race([finished, timeout(forMs + GRACE_MS)]);
  clearInterval(timer);
  for (const lane of lanes) lane.close();
  ledger.lost += underWay + due.length;
  ledger.sent += due.length;
  return {
    ledger,
    seconds: (ended - started) / 1000,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** Calls for each request when it is due, or as soon as the timer allows, with when it was. */
function pace(
  rate: number,
  started: number,
  forMs: number,
  request: (scheduledAt: number) => void,
): NodeJS.Timeout {
  let count = 0;
  return setInterval(() => {
    const now = Math.min(performance.now(), started + forMs);
    while (started + (count * 1000) / rate <= now) {
      request(started + (count * 1000) / rate);
      count += 1;
    }
  }, 1);
}

export function percentile(sorted: Float64Array, share: number): number {
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ??
    NaN
  );
}

async function timeout(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** A connection with one request under way at most. Reads no more of an answer than it must. */
class Lane {
  readonly #socket: Socket;
  #received = '';
  #answered: ((status: number) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      this.#read(String(chunk));
    });
    const gone = () => {
      this.#answer(0);
    };
    socket.on('close', gone);
    socket.on('error', gone);
  }

  static open(port: number): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        resolve(new Lane(socket));
      });
      socket.once('error', reject);
    });
  }

  send(bytes: Buffer, answered: (status: number) => void): void {
    this.#answered = answered;
    if (this.#socket.destroyed) this.#answer(0);
    else this.#socket.write(bytes);
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(
      /\ncontent-length: (\d+)/i.exec(this.#received)?.[1] ?? 0,
    );
    if (this.#received.length < end + 4 + length) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#answer(status);
  }

  #answer(status: number): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(status);
  }

  close(): void {
    this.#socket.destroy();
  }
}
