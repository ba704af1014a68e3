import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MapConfig } from '../../shopify-webhooks/src/map/mapping.ts';
import type { Webhook } from '../../shopify-webhooks/src/webhook.ts';
import { ROOT } from './paths.ts';

/** What an order costs that goes through a template, in microseconds. */
export interface TemplateCost {
  /** By the clock, with both processes at work. */
  readonly clock: number;
  /** The processor's time of the template process; undefined where the system does not tell it. */
  readonly child: number | undefined;
}

/** As many webhooks as the mapper takes at once. */
const BATCH = 25;
const BATCHES = 60;

const { mapRead, readWebhook, settle } =
  await import('../../shopify-webhooks/src/map/map.ts');
const { NOTHING } =
  await import('../../shopify-webhooks/src/testing/map-webhook.ts');
const { ejected } =
  await import('../../shopify-webhooks/src/templates/eject.ts');
const { rewrite } =
  await import('../../shopify-webhooks/src/templates/rewrite.ts');
const { TemplateRunner } =
  await import('../../shopify-webhooks/src/templates/runner.ts');

/** The templates that are measured: one that writes every field anew, and one that says what differs. */
export const TEMPLATES = {
  'with a template that writes every field anew': ejected(
    'order-completed.jsonata',
  ),
  'with a template that writes every line anew':
    'message ~> |properties| {"products": [products.{"product_id": product_id, "variant_id": variant_id, "sku": sku, "name": name, "brand": brand, "price": price, "quantity": quantity, "revenue": revenue, "url": "https://shop.example/products/" & sku}]}|',
  'with a template that adds one field':
    'message ~> |properties| {"metadata": {"margin": $money($sum($webhook.line_items.($number(price) * quantity)) * 0.4, $webhook.currency)}}|',
} as const;

/** Reads, maps, sends through a template, holds against the plan and writes as JSON: everything included. */
export async function costWithTemplate(
  template: string,
  webhook: Webhook,
  config: MapConfig,
): Promise<TemplateCost> {
  const runner = new TemplateRunner({
    processFile: join(
      ROOT,
      'shopify-webhooks/src/templates/template-process.ts',
    ),
    templates: new Map([['order-completed.jsonata', template]]),
  });
  const batch = async () => {
    const read = Array.from({ length: BATCH }, () => {
      const one = readWebhook(webhook, config);
      if (one.status !== 'readable') throw new Error(one.reason);
      return { one, mapped: mapRead(one, NOTHING, config) };
    });
    const rewritten = await rewrite(
      read.map(({ mapped }) => ({ topic: webhook.topic, mapped })),
      runner,
    );
    for (const [index, mapped] of rewritten.entries()) {
      if (mapped.status === 'dead' || mapped.status === 'not run')
        throw new Error(mapped.reason);
      const { one } = read[index] ?? {};
      if (one) settle(one, mapped, config);
    }
  };
  for (let round = 0; round < BATCHES / 4; round += 1) await batch();
  const before = childTime();
  const started = process.hrtime.bigint();
  for (let round = 0; round < BATCHES; round += 1) await batch();
  const clock = Number(process.hrtime.bigint() - started) / 1000;
  const after = childTime();
  runner.close();
  const orders = BATCH * BATCHES;
  return {
    clock: clock / orders,
    child:
      before === undefined || after === undefined
        ? undefined
        : (after - before) / orders,
  };
}

/** The processor's time of this process's only child so far, in microseconds. */
function childTime(): number | undefined {
  try {
    const own = String(process.pid);
    const [pid = ''] = readFileSync(`/proc/${own}/task/${own}/children`, 'utf8')
      .trim()
      .split(' ')
      .slice(-1);
    // After the name, which may hold anything: utime and stime are its 12th and 13th fields.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ');
    const ticks = Number(fields?.[11]) + Number(fields?.[12]);
    const perSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());
    return (ticks / perSecond) * 1_000_000;
  } catch {
    return undefined;
  }
}
