/** `npm run bench:map`: how many orders a core maps, by the typed mapping alone and with everything around it. */
import './lib/plain-errors.ts';
import { report } from './lib/bench.ts';
import { buildPackages } from './lib/packages.ts';

await buildPackages();
const { mapRead, readWebhook, settle } =
  await import('../shopify-webhooks/src/map/map.ts');
const { MAP_CONFIG } =
  await import('../shopify-webhooks/src/testing/config.ts');
const { noteAttributes } =
  await import('../shopify-webhooks/src/testing/consent.ts');
const { NOTHING } =
  await import('../shopify-webhooks/src/testing/map-webhook.ts');
const { scenarioOrder } =
  await import('../shopify-webhooks/src/testing/scenario.ts');
const { TEMPLATES, costWithTemplate } =
  await import('./lib/bench-templates.ts');
const { makeWebhook } =
  await import('../shopify-webhooks/src/testing/webhook.ts');

/** Orders a second a core. */
const TARGET = 50_000;
/** Orders a second a template process. */
const TEMPLATE_TARGET = 1000;
const ROUNDS = 5000;
/** Until it is compiled as it is in a service that has run for some seconds. */
const WARM_UP = 20_000;
const RUNS = 7;
const MEASURED = `A core’s own time, the median of ${String(RUNS)} runs of ${String(ROUNDS)}`;

const webhook = makeWebhook({ body: tenLines() });
const read = reading();
const mapped = mapRead(read, NOTHING, MAP_CONFIG);
if (mapped.status !== 'mapped') throw new Error(mapped.reason);

const about = microseconds(() =>
  read.topic.about(read.payload, webhook.topic, webhook.receivedAt),
);
const map = microseconds(() => mapRead(read, NOTHING, MAP_CONFIG));
report(
  `The typed mapping alone: a parsed order of ten lines in, an identify and an Order Completed out. ${MEASURED}`,
  [
    row('read whom it is about', about),
    row('map it', map),
    row('both', about + map),
    row('target', 1_000_000 / TARGET),
  ],
  {
    ordersPerSecond: Math.round(1_000_000 / (about + map)),
    target: TARGET,
    microseconds: { about, map },
  },
);

const parts = {
  'parse the body, and read whom it is about': microseconds(reading),
  'map it': map,
  'hold both messages against the plan, and write them as JSON': microseconds(
    () => settle(read, mapped, MAP_CONFIG),
  ),
};
const all = Object.values(parts).reduce((sum, us) => sum + us, 0);
const parsing = microseconds(() =>
  JSON.parse(Buffer.from(webhook.body).toString()),
);
const writing = microseconds(() =>
  mapped.drafts.map(({ message }) => JSON.stringify(message)),
);

report(
  `Everything included: ${String(webhook.body.length)} bytes in, two messages as JSON out. No less is possible than JSON itself takes`,
  [
    ...Object.entries(parts).map(([part, us]) => row(part, us)),
    row('all of it', all),
    row('of which JSON.parse alone', parsing),
    row('of which JSON.stringify alone', writing),
  ],
  {
    ordersPerSecond: Math.round(1_000_000 / all),
    microseconds: { ...parts, all, jsonParse: parsing, jsonStringify: writing },
    bytes: webhook.body.length,
  },
);

const templates = [];
for (const [part, template] of Object.entries(TEMPLATES))
  templates.push({
    part,
    ...(await costWithTemplate(template, webhook, MAP_CONFIG)),
  });

report(
  'The same order with a template, everything included: read, mapped, sent to the template process and back, planned, written',
  [
    ...templates.flatMap(({ part, clock, child }) => [
      row(`${part}, by the clock`, clock),
      ...(child === undefined
        ? []
        : [row(`${part}, the template process’s own time`, child)]),
    ]),
    row('target', 1_000_000 / TEMPLATE_TARGET),
  ],
  { target: TEMPLATE_TARGET, microseconds: templates },
);

function row(part: string, us: number) {
  return {
    part,
    microseconds: us.toFixed(1),
    'a second': Math.round(1_000_000 / us).toLocaleString('en'),
  };
}

function reading() {
  const result = readWebhook(webhook, MAP_CONFIG);
  if (result.status !== 'readable') throw new Error(result.status);
  return result;
}

/** The processor's time, because others may use the machine as well. */
function microseconds(work: () => unknown): number {
  for (let round = 0; round < WARM_UP; round += 1) work();
  const runs = Array.from({ length: RUNS }, () => {
    const started = process.cpuUsage();
    for (let round = 0; round < ROUNDS; round += 1) work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / ROUNDS;
  });
  return runs.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

function tenLines(): Buffer {
  const order = scenarioOrder(
    {
      currency: 'EUR',
      taxesIncluded: true,
      lines: Array.from({ length: 10 }, (_, index) => ({
        price: 1250 + index,
        quantity: 2,
        taxPermille: 190,
        giftCard: false,
      })),
      shipping: [{ price: 490, taxPermille: 190 }],
      discounts: [
        {
          type: 'discount_code',
          name: 'SPRING',
          target: 'line_item',
          permille: 100,
        },
      ],
      tip: 0,
      duties: 0,
      fees: 0,
      paidBy: 'card',
      source: 'web',
    },
    {
      note_attributes: noteAttributes(
        { analytics: true, marketing: false },
        'visitor-1',
      ),
    },
  );
  return Buffer.from(JSON.stringify(order));
}
