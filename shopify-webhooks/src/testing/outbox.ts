import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { Deliverer } from '../deliver/deliverer.ts';
import { Worker } from '../deliver/worker.ts';
import { Mapper } from '../map/mapper.ts';
import { Metrics } from '../metrics.ts';
import { Retention } from '../retention.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { SegmentConfig } from '../segment-settings.ts';
import type { OrderLookUp } from '../shopify/admin.ts';
import type { Json } from '../shopify/payload.ts';
import type { Templates } from '../templates/rewrite.ts';
import type { Store } from '../store/store.ts';
import { SqliteStore } from '../store/sqlite.ts';
import { Clock } from './clock.ts';
import { makeOrder } from './order.ts';
import { MAP_CONFIG, RETENTION } from './config.ts';
import { makeWebhook } from './webhook.ts';

/** What the test's Segment says to a batch of orders. */
export type Segment = (
  orderIds: readonly string[],
) => Response | Promise<Response>;

/** A message as Segment gets it. */
export interface SentMessage {
  readonly type: string;
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly integrations?: object;
  readonly context: {
    readonly consent: { readonly categoryPreferences: object };
  };
  readonly event?: string;
  readonly traits?: object;
  readonly properties: {
    readonly order_id: string;
    readonly [name: string]: unknown;
  };
}

/** An empty store with its mapper and deliverer, and a Segment that answers as the test says. */
export function setUpOutbox(
  segment: Segment,
  {
    lookUp,
    templates,
    file = ':memory:',
    webhooksAtOnce,
    clock = new Clock(),
    store = SqliteStore.open(file, clock.now),
    segment: segmentSettings = {},
    ...settings
  }: Partial<MapConfig> & {
    readonly lookUp?: OrderLookUp;
    readonly templates?: Templates;
    readonly file?: string;
    readonly webhooksAtOnce?: number;
    readonly clock?: Clock;
    /** Instead of the file. */
    readonly store?: Store;
    readonly segment?: Partial<SegmentConfig>;
  } = {},
) {
  if (webhooksAtOnce !== undefined) Object.assign(store, { webhooksAtOnce });
  const batches: string[][] = [];
  const sent: SentMessage[] = [];
  const everything: SentMessage[] = [];
  const logged: string[] = [];
  const stop = new AbortController();
  const dependencies = {
    store,
    ledger: store.ledger,
    config: {
      ...MAP_CONFIG,
      ...settings,
      retention: RETENTION,
      segment: {
        writeKey: 'secret-key',
        endpoint: new URL('https://segment.example/v1/batch'),
        messagesPerSecond: 1_000_000,
        concurrency: 1,
        gzip: false,
        ...segmentSettings,
      },
    },
    metrics: new Metrics(),
    log: pino(
      { level: 'debug' },
      { write: (line: string) => logged.push(line) },
    ),
    lookUp,
    templates,
    now: clock.now,
    random: () => 0,
    stopping: stop.signal,
    fetch: async (_: unknown, init?: RequestInit) => {
      const body = init?.body as string | Uint8Array;
      const text =
        typeof body === 'string' ? body : gunzipSync(body).toString();
      const { batch } = JSON.parse(text) as {
        batch: SentMessage[];
      };
      everything.push(...batch);
      // Who somebody is goes before what they did; these tests look at the orders.
      const orders = batch.filter(({ type }) => type === 'track');
      sent.push(...orders);
      const ids = orders.map(({ properties }) => properties.order_id);
      batches.push(ids);
      return segment(ids);
    },
  };
  const mapper = new Mapper(dependencies);
  const deliverer = new Deliverer(dependencies);
  const receiveOrder = async (id: string, changes: Json = {}) => {
    const order = makeOrder({
      id: Number(id),
      admin_graphql_api_id: `gid://shopify/Order/${id}`,
      ...changes,
    });
    const body = Buffer.from(JSON.stringify(order));
    await store.add(
      makeWebhook({ webhookId: id, receivedAt: clock.now(), body }),
    );
  };
  const receiveTopic = (topic: string, payload: Json) =>
    store.add(
      makeWebhook({
        topic,
        webhookId: topic,
        receivedAt: clock.now(),
        body: Buffer.from(JSON.stringify(payload)),
      }),
    );
  const receive = async (...ids: readonly string[]) => {
    for (const id of ids) await receiveOrder(id);
  };
  return {
    clock,
    store,
    mapper,
    /** Of another process that works on the same store. */
    otherMapper: new Mapper(dependencies),
    deliverer,
    worker: new Worker({
      ...dependencies,
      mapper,
      deliverer,
      retention: new Retention(dependencies),
    }),
    stop,
    metrics: dependencies.metrics,
    batches,
    /** Every order's message that was posted, in order. */
    sent,
    /** The same with those that say who somebody is. */
    everything,
    logged,
    receive,
    receiveOrder,
    receiveTopic,
    /** Maps and delivers until nothing is due. */
    finish: async () => {
      while ((await mapper.mapSome()) + (await deliverer.deliverSome()) > 0);
    },
    /** Receives orders and maps them. */
    addOrders: async (...ids: readonly string[]) => {
      await receive(...ids);
      while ((await mapper.mapSome()) > 0);
    },
  };
}

export const ok = () => new Response('{"success":true}');

export const fail = (status: number, headers: Record<string, string> = {}) =>
  new Response('', { status, headers });
