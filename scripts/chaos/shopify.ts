import { setTimeout as sleep } from 'node:timers/promises';
import type { Orders, Webhook } from './orders.ts';
import type { Random } from './random.ts';

/** As long as Shopify waits for an answer. */
const TIMEOUT_MS = 5000;
/** Shopify comes again after minutes. */
const AGAIN_MS = 20;
const LANES = 6;

/** What was answered, all told. */
export interface Answers {
  /** Webhooks that were answered 200, each once however often it was sent. */
  acknowledged: number;
  /** 503, and whatever else is not 200. */
  refused: number;
  /** No answer. */
  unanswered: number;
}

interface Waiter {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
}

/** Sends webhooks as Shopify does: until they are answered 200, some of them twice at the same time. */
export class Shopify {
  readonly answers: Answers = { acknowledged: 0, refused: 0, unanswered: 0 };
  /** What was answered 200 since it was last emptied. */
  acknowledged: Webhook[] = [];
  /** Answers that no service may give. */
  readonly violations: string[] = [];
  readonly #orders: Orders;
  readonly #random: Random;
  readonly #addresses: () => readonly string[];
  readonly #queue: Webhook[] = [];
  /** Those that have been answered that they are new. */
  readonly #fresh = new Set<string>();
  #waiters: Waiter[] = [];
  #hasGivenUp = false;

  /** @param addresses where a webhook can be sent to at the moment */
  constructor(
    orders: Orders,
    random: Random,
    addresses: () => readonly string[],
  ) {
    this.#orders = orders;
    this.#random = random;
    this.#addresses = addresses;
  }

  /** Sends the webhooks of ever new orders until it is told to stop, and resolves when each was answered 200. */
  async sendUntil(isOver: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (;;) {
          if (this.#hasGivenUp) return;
          if (this.#queue.length === 0) {
            if (isOver()) return;
            this.#queue.push(...this.#orders.next());
          }
          const webhook = this.#queue.shift();
          if (webhook) await this.#deliver(webhook);
        }
      }),
    );
  }

  /** Sends nothing any more. */
  giveUp(): void {
    this.#hasGivenUp = true;
  }

  /** Sends the webhooks of one order. */
  async sendOne(): Promise<void> {
    for (const webhook of this.#orders.next()) await this.#deliver(webhook);
  }

  /** Resolves when this is true after some answer. */
  async until(isMet: () => boolean): Promise<void> {
    if (isMet()) return;
    await new Promise<void>((resolve) => {
      this.#waiters.push({ isMet, resolve });
    });
  }

  /** Resolves when so many more have been answered 200. */
  async moreAcknowledged(count: number): Promise<void> {
    const goal = this.answers.acknowledged + count;
    await this.until(() => this.answers.acknowledged >= goal);
  }

  async #deliver(webhook: Webhook): Promise<void> {
    for (;;) {
      const copies = this.#random.chance(0.2) ? 2 : 1;
      const taken = await Promise.all(
        Array.from({ length: copies }, () => this.#post(webhook)),
      );
      if (taken.includes(true)) break;
      if (this.#hasGivenUp) return;
      await sleep(AGAIN_MS);
    }
    this.answers.acknowledged += 1;
    this.acknowledged.push(webhook);
    this.#tell();
  }

  /** True if it was answered 200. */
  async #post({ id, headers, body }: Webhook): Promise<boolean> {
    try {
      const addresses = this.#addresses();
      if (addresses.length === 0) throw new Error('Nobody is there.');
      const response = await fetch(this.#random.pick(addresses), {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.status !== 200) {
        this.answers.refused += 1;
        if (response.status !== 503)
          this.violations.push(
            `${id} was answered ${String(response.status)}: ${text}`,
          );
        return false;
      }
      if (text === 'received' && this.#fresh.has(id))
        this.violations.push(`${id} was taken as new twice`);
      if (text === 'received') this.#fresh.add(id);
      return true;
    } catch {
      this.answers.unanswered += 1;
      return false;
    } finally {
      this.#tell();
    }
  }

  #tell(): void {
    const met = this.#waiters.filter(({ isMet }) => isMet());
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve();
  }
}
