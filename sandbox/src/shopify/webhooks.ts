import { createHmac, randomUUID } from 'node:crypto';
import { SHOP } from './shop.ts';
import { API_VERSION } from './sample.ts';

/** One webhook that the stand-in sends, with every attempt. */
export interface SentWebhook {
  readonly id: string;
  /** The same for every subscription and attempt. */
  readonly eventId: string;
  readonly topic: string;
  readonly body: string;
  /** The HTTP status of each attempt; 0 where nobody answered. */
  readonly answers: number[];
}

export interface WebhookOptions {
  /** Where they are delivered; undefined: nobody has subscribed. */
  readonly address: () => string | undefined;
  readonly secret: string;
  readonly fetch: typeof globalThis.fetch;
}

/** The headers of a webhook, as Shopify signs and sends them. */
export function webhookHeaders(input: {
  readonly topic: string;
  readonly body: string;
  readonly secret: string;
  readonly webhookId?: string;
  readonly eventId?: string;
  readonly shop?: string;
  readonly at?: Date;
}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': input.topic,
    'x-shopify-shop-domain': input.shop ?? SHOP.domain,
    'x-shopify-api-version': API_VERSION,
    'x-shopify-webhook-id': input.webhookId ?? randomUUID(),
    'x-shopify-event-id': input.eventId ?? randomUUID(),
    'x-shopify-triggered-at': (input.at ?? new Date()).toISOString(),
    'x-shopify-hmac-sha256': sign(input.body, input.secret),
  };
}

/** The signature of a body: base64 of its HMAC-SHA256. */
export function sign(body: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** How long Shopify waits for an answer, and how often this stand-in tries again, sooner than Shopify would. */
const TIMEOUT_MS = 5000;
const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/** Sends webhooks, and again until they are taken, at most eight times more, as Shopify does. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #sent: SentWebhook[] = [];
  #closed = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  list(): readonly SentWebhook[] {
    return this.#sent;
  }

  send(topic: string, body: string): SentWebhook {
    const webhook: SentWebhook = {
      id: randomUUID(),
      eventId: randomUUID(),
      topic,
      body,
      answers: [],
    };
    this.#sent.push(webhook);
    void this.#deliver(webhook, 0);
    return webhook;
  }

  /**
   * Delivers one again, as Shopify sometimes does on its own; gives the status, 0 if nobody answered.
   *
   * @param webhookId another id than the first time, as a second subscription has
   */
  async redeliver(
    webhook: SentWebhook,
    webhookId = webhook.id,
  ): Promise<number> {
    const { address, secret, fetch } = this.#options;
    const target = address();
    if (target === undefined) return 0;
    const { topic, body, eventId } = webhook;
    const status = await fetch(target, {
      method: 'POST',
      headers: webhookHeaders({ topic, body, secret, webhookId, eventId }),
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).then(
      (response) => response.status,
      () => 0,
    );
    webhook.answers.push(status);
    return status;
  }

  async #deliver(webhook: SentWebhook, attempt: number): Promise<void> {
    const status = await this.redeliver(webhook);
    const wait = RETRY_MS[attempt];
    if ((status >= 200 && status < 300) || wait === undefined || this.#closed)
      return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#deliver(webhook, attempt + 1);
    }, wait);
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
  }
}
