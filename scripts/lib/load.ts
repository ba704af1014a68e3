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
  const lanes = await Promise.all(
    Array.from({ length: options.connections }, () => Lane.open(options.port)),
  );
  const run = new Run(lanes, options);
  await Promise.race([run.finished, timeout(options.forMs + GRACE_MS)]);
  for (const lane of lanes) lane.close();
  return run.result();
}

class Run {
  readonly #options: LoadOptions;
  readonly #ledger: Ledger = { sent: 0, taken: 0, refused: 0, lost: 0 };
  readonly #latencies: number[] = [];
  /** When each request that waits for a connection was to be sent. */
  readonly #due: number[] = [];
  readonly #free: Lane[] = [];
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly finished: Promise<void>;
  #finish: () => void = () => undefined;
  #ended = this.#started;
  #exhausted = false;
  #underWay = 0;
  /** How many connections are open. */
  #open: number;

  constructor(lanes: readonly Lane[], options: LoadOptions) {
    this.#options = options;
    this.#open = lanes.length;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    for (const lane of lanes) this.#proceed(lane);
    const { rate, forMs } = options;
    if (rate !== undefined)
      this.#timer = pace(rate, this.#started, forMs, (scheduledAt) => {
        const lane = this.#free.pop();
        if (lane) this.#send(lane, scheduledAt);
        else this.#due.push(scheduledAt);
      });
  }

  #send(lane: Lane, scheduledAt: number): void {
    const bytes = this.#options.next();
    if (bytes === undefined) {
      this.#exhausted = true;
      return;
    }
    this.#ledger.sent += 1;
    this.#underWay += 1;
    lane.send(bytes, (status) => {
      this.#underWay -= 1;
      this.#ended = performance.now();
      if (status === 200) this.#ledger.taken += 1;
      else if (status === 0) this.#ledger.lost += 1;
      else this.#ledger.refused += 1;
      // A connection that ended is not used again. Without any, what is due is lost.
      if (status === 0) {
        if ((this.#open -= 1) === 0) this.#finish();
        this.#finishIfDone();
        return;
      }
      this.#latencies.push(this.#ended - scheduledAt);
      this.#proceed(lane);
    });
  }

  /** The connection is free: for what waits, for one more, or for later. */
  #proceed(lane: Lane): void {
    const scheduledAt = this.#due.shift();
    const flatOut = this.#options.rate === undefined;
    if (scheduledAt !== undefined) this.#send(lane, scheduledAt);
    else if (flatOut && !this.#isOver) this.#send(lane, performance.now());
    else this.#free.push(lane);
    this.#finishIfDone();
  }

  #finishIfDone(): void {
    if (this.#isOver && this.#due.length === 0 && this.#underWay === 0)
      this.#finish();
  }

  get #isOver(): boolean {
    const { forMs } = this.#options;
    return this.#exhausted || performance.now() - this.#started > forMs;
  }

  /** What was not answered by now is lost. */
  result(): Load {
    clearInterval(this.#timer);
    const unanswered = this.#underWay + this.#due.length;
    return {
      ledger: {
        ...this.#ledger,
        sent: this.#ledger.sent + this.#due.length,
        lost: this.#ledger.lost + unanswered,
      },
      seconds: (this.#ended - this.#started) / 1000,
      latencies: Float64Array.from(this.#latencies).sort(),
    };
  }
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
