import type { SegmentConfig } from '../segment-settings.ts';
import type { PaceCell, PaceState } from '../store/pace-cell.ts';
import { LEASE_MS } from '../store/store.ts';
import { BATCH_LIMITS } from './batch.ts';
import { Circuit, type CircuitState } from './circuit.ts';
import type { FinalVerdict } from './outcome.ts';
import { RateLimit } from './rate-limit.ts';

export interface PaceDependencies {
  readonly cell: PaceCell;
  readonly settings: Pick<SegmentConfig, 'messagesPerSecond' | 'concurrency'>;
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

/** What may be sent now: so many messages, in so many batches at the same time. */
export interface Turn {
  readonly messages: number;
  readonly concurrency: number;
  /** It is to find out whether the source works again. */
  readonly isProbe: boolean;
}

/** Or after how many milliseconds to ask again. */
type Asked = Turn | { readonly messages: 0; readonly afterMs: number };

/** How fast a source may be sent to, and whether it works: what one who delivers to it finds out, all know. */
export class Pace {
  readonly #dependencies: PaceDependencies;
  /** As it was known here last. */
  #circuit: Circuit;
  #mayGoAt = 0;
  #isProbing = false;

  constructor(dependencies: PaceDependencies) {
    const { now, random } = dependencies;
    this.#dependencies = dependencies;
    this.#circuit = new Circuit(now, random);
  }

  /**
   * Nothing is sent before this time, in milliseconds since 1970: the source does not work, has asked to wait, is tried
   * by somebody else, or has got as much as it may this second.
   */
  get pausedUntil(): number {
    return Math.max(this.#circuit.openUntil, this.#mayGoAt);
  }

  /** See Circuit. */
  get openUntil(): number {
    return this.#circuit.openUntil;
  }

  get isOpen(): boolean {
    return this.#circuit.isOpen;
  }

  /** Takes what may be sent now; undefined: nothing, until `pausedUntil`, rather than a few messages. */
  async take(): Promise<Turn | undefined> {
    const { cell, now } = this.#dependencies;
    if (this.#circuit.isOpen) return undefined;
    // Something went wrong before it was found out.
    await this.end();
    const [asked, known] = await cell.change((state, now) => {
      const [taken, result] = this.#taken(state, now);
      return [taken, [result, since(taken, now)]];
    });
    this.#know(known);
    if ('afterMs' in asked) {
      this.#mayGoAt = now() + asked.afterMs;
      return undefined;
    }
    this.#isProbing = asked.isProbe;
    return asked;
  }

  /** These were taken, and there was nothing to send. */
  async giveBack(messages: number): Promise<void> {
    await this.#dependencies.cell.change((state, now) => {
      const rate = this.#rate(state, now);
      rate.giveBack(messages);
      return [{ ...state, paidAt: rate.paidAt }, undefined];
    });
  }

  /** What a verdict says of the source; whoever asks here knows it at once. */
  async learn(verdict: FinalVerdict): Promise<void> {
    const { cell, random } = this.#dependencies;
    if (!this.#circuit.isProbing && !isNews(verdict)) return;
    const number = random();
    learn(this.#circuit, verdict);
    this.#isProbing = false;
    const known = await cell.change((state, now) => {
      const circuit = new Circuit(
        () => now,
        () => number,
        state,
      );
      learn(circuit, verdict);
      const learned = { ...state, ...circuit.state, probeUntil: 0 };
      return [learned, since(learned, now)];
    });
    this.#know(known);
  }

  /** All that was taken is done with: where it has not found out whether the source works, somebody else may. */
  async end(): Promise<void> {
    if (!this.#isProbing) return;
    this.#isProbing = false;
    await this.#dependencies.cell.change((state) => [
      { ...state, probeUntil: 0 },
      undefined,
    ]);
  }

  #taken(before: PaceState, now: number): readonly [PaceState, Asked] {
    const { settings, cell } = this.#dependencies;
    const circuit = new Circuit(
      () => now,
      () => 0,
      before,
    );
    const rate = this.#rate(before, now);
    const isProbe = circuit.isProbing;
    const concurrency = isProbe ? 1 : settings.concurrency;
    const messages = rate.available(BATCH_LIMITS.messages * concurrency);
    const few = Math.min(BATCH_LIMITS.messages, settings.messagesPerSecond);
    // What the clock's being set back has changed.
    const state = { ...before, ...circuit.state, paidAt: rate.paidAt };
    const later = (ms: number): readonly [PaceState, Asked] => [
      state,
      { messages: 0, afterMs: ms },
    ];
    if (circuit.isOpen) return later(circuit.openUntil - now);
    if (isProbe && isAhead(before.probeUntil, now))
      return later(Math.min(before.probeUntil - now, cell.lookAgainMs));
    if (messages < few)
      return later(Math.min(rate.when(few) - now, cell.lookAgainMs));
    rate.take(messages);
    const probeUntil = isProbe ? now + LEASE_MS : 0;
    return [
      { ...state, paidAt: rate.paidAt, probeUntil },
      { messages, concurrency, isProbe },
    ];
  }

  #rate({ paidAt }: PaceState, now: number): RateLimit {
    const { messagesPerSecond } = this.#dependencies.settings;
    return new RateLimit(messagesPerSecond, () => now, paidAt);
  }

  #know({ failures, openUntil }: CircuitState): void {
    const { now, random } = this.#dependencies;
    this.#circuit = new Circuit(now, random, {
      failures,
      openUntil: now() + openUntil,
    });
  }
}

/** It says more than that the source works. */
function isNews(verdict: FinalVerdict): boolean {
  return verdict.type === 'handed over'
    ? verdict.afterMs !== undefined
    : verdict.type !== 'dead';
}

function learn(circuit: Circuit, verdict: FinalVerdict): void {
  switch (verdict.type) {
    case 'retry':
    case 'hold':
      circuit.failed(verdict.afterMs);
      return;
    case 'handed over':
      circuit.succeeded();
      if (verdict.afterMs !== undefined) circuit.wait(verdict.afterMs);
      return;
    case 'dead':
      circuit.succeeded();
  }
}

/** What is known of the circuit, its time as a delay: the cell has a clock of its own. */
function since({ failures, openUntil }: PaceState, now: number): CircuitState {
  return { failures, openUntil: openUntil - now };
}

/** Further ahead than anybody puts it: the clock was set back. */
function isAhead(probeUntil: number, now: number): boolean {
  return now < probeUntil && probeUntil <= now + LEASE_MS;
}
