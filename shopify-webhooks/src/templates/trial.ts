import type { Remembered } from '../claim.ts';
import type { Known, Subject } from '../ledger.ts';
import { freeze } from '../map/freeze.ts';
import { mapRead, readWebhook, type Mapped } from '../map/map.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { Draft, OutgoingMessage } from '../message.ts';
import type { Json } from '../shopify/payload.ts';
import { ALL_ON } from './all-on.ts';
import type { TemplateError } from './compile.ts';
import { templateFor, type TemplateFile } from './names.ts';
import { rewrite, type Templates } from './rewrite.ts';
import type { RunResult } from './runner.ts';

export type Choice = 'granted' | 'refused';

/** A template tried over one webhook: each message of it as it was and as it became, or why there is none. */
export type Trial =
  | { readonly status: 'tried'; readonly pairs: readonly Pair[] }
  /** The webhook makes these, and none of them goes through the template. */
  | { readonly status: 'unconcerned'; readonly makes: readonly string[] }
  | {
      readonly status: 'failed';
      readonly reason: string;
      /** What the template did wrong, in JSONata's words, which may quote the webhook. */
      readonly error?: TemplateError | undefined;
    };

export interface Pair {
  readonly before: OutgoingMessage;
  readonly after: OutgoingMessage;
}

/** Every event is on, by each of its topics, so that whatever a template is for can be tried. */
const CONFIG: MapConfig = {
  consent: {
    required: ['analytics'],
    categories: ['analytics', 'marketing'],
    saleOrSharing: ['marketing'],
    onRefusal: 'restrict',
    onUnknown: 'restrict',
  },
  mapping: ALL_ON,
  // Whichever it is.
  shops: [],
};

/** Maps a webhook of somebody who granted or refused everything, and puts it through a template. */
export async function tryTemplate(
  file: TemplateFile,
  templates: Templates,
  webhook: { readonly topic: string; readonly payload: Json },
  choice: Choice,
): Promise<Trial> {
  const mapped = mapAs(webhook, choice);
  if (mapped?.status !== 'mapped')
    return mapped?.status === 'dead'
      ? { status: 'failed', reason: mapped.reason }
      : { status: 'unconcerned', makes: [] };
  const concerns = ({ message }: Draft) =>
    templateFor(message, webhook.topic) === file;
  const own = { ...mapped, drafts: mapped.drafts.filter(concerns) };
  if (own.drafts.length === 0)
    return { status: 'unconcerned', makes: mapped.drafts.map(nameOf) };
  const results: RunResult[] = [];
  const recording: Templates = {
    has: (name) => templates.has(name),
    run: async (jobs) => {
      results.push(...(await templates.run(jobs)));
      return results;
    },
  };
  const [after] = await rewrite(
    [{ topic: webhook.topic, mapped: own }],
    recording,
  );
  if (after?.status !== 'mapped')
    return {
      status: 'failed',
      reason: after?.reason ?? 'nothing came back',
      error: results.find((result) => result.status === 'wrong'),
    };
  return {
    status: 'tried',
    pairs: own.drafts.flatMap((draft, index) => {
      const changed = after.drafts[index];
      return changed
        ? [
            {
              before: freeze(draft, CONFIG.mapping),
              after: freeze(changed, CONFIG.mapping),
            },
          ]
        : [];
    }),
  };
}

function nameOf({ message }: Draft): string {
  return message.type === 'track' ? message.event : message.type;
}

function mapAs(
  { topic, payload }: { readonly topic: string; readonly payload: Json },
  choice: Choice,
): Mapped | undefined {
  const receivedAt = Date.now();
  const read = readWebhook(
    {
      key: 'trial',
      topic,
      shop: '',
      test: false,
      receivedAt,
      body: Buffer.from(JSON.stringify(payload)),
    },
    CONFIG,
  );
  if (read.status === 'dead')
    return { status: 'dead', reason: `${topic}: ${read.reason}` };
  if (read.status !== 'readable') return undefined;
  const about = { ...read.about, reading: { status: 'absent' as const } };
  return mapRead(
    { ...read, about },
    rememberedAs(about.subjects, choice),
    CONFIG,
  );
}

function rememberedAs(
  {
    order,
    checkout,
    contract,
    customer,
  }: Readonly<
    Record<'order' | 'checkout' | 'contract' | 'customer', Subject | undefined>
  >,
  choice: Choice,
): Remembered {
  const yes = choice === 'granted';
  const known: Known = {
    answers: {
      categories: { analytics: yes, marketing: yes },
      gpc: false,
      at: Date.now(),
    },
  };
  return {
    denials: new Map(),
    handover: undefined,
    known: new Map(
      [order, checkout, contract, customer].flatMap((subject) =>
        subject === undefined ? [] : [[subject, known]],
      ),
    ),
  };
}
