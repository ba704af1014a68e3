import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WRITE_KEYS } from '@storefront-events/sandbox';
import {
  end,
  startCommand,
  webhooksOf,
  type Running,
} from '../../test/helpers/command.ts';
import { Clock } from './clock.ts';
import { EVENTS, SECRET } from './orders.ts';

export type Role = 'serve' | 'receive' | 'worker';

/** One of the service's processes: what is started again when it was killed. */
export interface Place {
  readonly role: Role;
  readonly clock: Clock;
  /** An open file, for what it says. */
  readonly log: number;
  running: Running | undefined;
  /** While it is being started, which two faults may want at once. */
  starting: Promise<void> | undefined;
}

/** The processes of the service, started as a merchant starts them. */
export class Processes {
  readonly places: readonly Place[];
  /** What they did and should not have done. */
  readonly violations: string[] = [];
  readonly #settings: Readonly<Record<string, string>>;
  readonly #ending = new Set<Running>();
  #isClosed = false;

  constructor(
    folder: string,
    roles: readonly Role[],
    segment: string,
    store: Readonly<Record<string, string>>,
  ) {
    this.#settings = {
      SHOPIFY_WEBHOOK_SECRETS: SECRET,
      SEGMENT_WRITE_KEY: WRITE_KEYS['back-end'],
      SEGMENT_HOST: segment,
      SEGMENT_ALLOW_INSECURE_HOST: '1',
      SEGMENT_MESSAGES_PER_SECOND: '100000',
      EVENTS,
      PORT: '0',
      ...store,
    };
    this.places = roles.map((role, index) => ({
      role,
      clock: new Clock(join(folder, `clock-${String(index)}`)),
      log: openSync(join(folder, `${role}-${String(index)}.log`), 'a'),
      running: undefined,
      starting: undefined,
    }));
  }

  /** Where webhooks can be sent to. */
  readonly addresses = (): string[] =>
    this.places.flatMap(({ role, running }) =>
      running && role !== 'worker' ? [webhooksOf(running)] : [],
    );

  async startAll(): Promise<void> {
    await Promise.all(this.places.map((place) => this.start(place)));
  }

  /** Starts it, unless it runs; again and again as long as it cannot, as whoever runs it would. */
  async start(place: Place): Promise<void> {
    if (place.running || this.#isClosed) return;
    place.starting ??= this.#start(place).finally(() => {
      place.starting = undefined;
    });
    await place.starting;
  }

  async #start(place: Place): Promise<void> {
    const { role, clock, log } = place;
    const env = {
      ...this.#settings,
      ...clock.env,
      ...(role === 'receive' && { DELIVERER: 'worker' }),
    };
    const command = role === 'worker' ? 'worker' : 'serve';
    for (let tries = 0; ; tries += 1)
      try {
        const running = await startCommand(command, env, log);
        place.running = running;
        running.process.stdout?.on('data', (chunk: Buffer) => {
          writeSync(log, chunk);
        });
        running.process.once('exit', (code, signal) => {
          if (place.running === running) place.running = undefined;
          if (this.#ending.delete(running)) return;
          this.violations.push(
            `a process (${role}) ended by itself: ${String(code ?? signal)}`,
          );
        });
        return;
      } catch (error) {
        if (tries === 100) throw error;
        await sleep(100);
      }
  }

  /** Ends it by a signal. */
  async end(place: Place, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { running, role } = place;
    if (!running) return;
    this.#ending.add(running);
    place.running = undefined;
    await end(running, signal);
    const { exitCode } = running.process;
    if (signal === 'SIGTERM' && exitCode !== 0)
      this.violations.push(
        `a process (${role}) that was told to stop ended with ${String(exitCode)}`,
      );
  }

  passTime(ms: number): void {
    for (const { clock } of this.places) clock.pass(ms);
  }

  /** Ends them all, also in the midst of a fault. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(
      this.places.map(async (place) => {
        await place.starting;
        // One that was stopped cannot be told anything.
        place.running?.process.kill('SIGCONT');
        await this.end(place, 'SIGTERM');
      }),
    );
    for (const { clock, log } of this.places) {
      clock.close();
      closeSync(log);
    }
  }
}
