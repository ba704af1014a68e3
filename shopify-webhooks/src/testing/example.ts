import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { knownAt } from '../claim.ts';
import { readConfig } from '../config.ts';
import type { Known, Subject } from '../ledger.ts';
import { mapRead, readWebhook, settle, waitsFor } from '../map/map.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { Json } from '../shopify/payload.ts';
import { makeWebhook, SHOP } from './webhook.ts';

/** One of the files in `examples/`: a webhook, and what becomes of it. The documents print them, and a test runs them. */
export interface Example {
  readonly title: string;
  readonly says: string;
  readonly webhook: { readonly topic: string; readonly payload: Json };
  /** Environment variables. */
  readonly settings: Readonly<Record<string, string>>;
  /** What is remembered of what the webhook is about. */
  readonly ledger: {
    readonly order?: Known;
    readonly contract?: Known;
    readonly customer?: Known;
    /** Of a customer who became a part of that one. */
    readonly merged?: Known;
  };
  readonly outcome: ExampleOutcome;
}

type ExampleOutcome =
  | { readonly status: 'mapped'; readonly messages: readonly Json[] }
  | { readonly status: string; readonly reason: string };

/** Every example, by the name of its file. */
export function readExamples(folder: string): (readonly [string, Example])[] {
  return readdirSync(folder)
    .sort()
    .map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as Example,
    ]);
}

/** What becomes of an example's webhook. */
export function runExample({
  webhook: { topic, payload },
  settings,
  ledger,
}: Pick<Example, 'webhook' | 'settings' | 'ledger'>): ExampleOutcome {
  const config = configOf(settings);
  const body = Buffer.from(JSON.stringify(payload));
  const read = readWebhook(makeWebhook({ topic, body }), config);
  if (read.status === 'erased')
    return { status: read.status, reason: read.reason };
  if (read.status !== 'readable') return read;
  const { order, contract, customer, merged } = read.about.subjects;
  const known = new Map<Subject, Known>();
  for (const [subject, facts] of [
    [order, ledger.order],
    [contract, ledger.contract],
    [customer, ledger.customer],
    [merged, ledger.merged],
  ] as const)
    if (subject !== undefined && facts) known.set(subject, facts);
  const remembered = { denials: new Map(), handover: undefined, known };
  const awaited = waitsFor(read, remembered);
  if (awaited !== undefined && knownAt(awaited, known) === undefined)
    return { status: 'parked', reason: 'up to 15 minutes' };
  const { outcome } = settle(read, mapRead(read, remembered, config), config);
  if (outcome.status === 'parked') throw new Error('it was parked twice');
  return outcome.status === 'mapped'
    ? {
        status: 'mapped',
        messages: outcome.messages.map(({ body: text }) =>
          withoutLibrary(JSON.parse(text) as Json),
        ),
      }
    : { status: outcome.status, reason: outcome.reason };
}

// It has the version of the day.
function withoutLibrary({ context, ...message }: Json): Json {
  const { library: _, ...rest } = context as Json;
  return { ...message, context: rest };
}

function configOf(settings: Readonly<Record<string, string>>): MapConfig {
  const result = readConfig({
    SHOPIFY_WEBHOOK_SECRETS: 'hush',
    SHOPIFY_SHOPS: SHOP,
    SEGMENT_WRITE_KEY: 'key',
    ...settings,
  });
  if (result.status === 'unusable') throw new Error(result.errors.join('\n'));
  return result.config;
}
