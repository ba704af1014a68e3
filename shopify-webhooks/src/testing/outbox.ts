import { pino } from 'pino';
import { Deliverer } from '../deliver/deliverer.ts';
import { Worker } from '../deliver/worker.ts';
import { Mapper } from '../map/mapper.ts';
import { SqliteStore } from '../store/sqlite.ts';
import { Clock } from './clock.ts';
import { makeOrder } from './order.ts';
import { makeWebhook, SHOP } from './webhook.ts';

/** What the test's Segment says to a batch of orders. */
export type Segment = (
  orderIds: readonly string[],
) => Response | Promise<Response>;

/** An empty store with its mapper and deliverer, and a Segment that answers as the test says. */
export function setUpOutbox(segment: Segment) {
  const clock = new Clock();
  const store = SqliteStore.open(':memory:', clock.now);
  const batches: string[][] = [];
  const logged: string[] = [];
  const stop = new AbortController();
  const dependencies = {
    store,
    config: {
      consent: { required: ['analytics'], categories: ['analytics'] },
      sendTestOrders: false,
      shops: [SHOP],
      segment: {
        writeKey: 'secret-key',
        endpoint: new URL('https://segment.example/v1/batch'),
      },
    },
    log: pino(
      { level: 'debug' },
      { write: (line: string) => logged.push(line) },
    ),
    now: clock.now,
    random: () => 0,
    stopping: stop.signal,
    fetch: async (_: unknown, init?: RequestInit) => {
      const { batch } = JSON.parse(init?.body as string) as {
        batch: { properties: { order_id: string } }[];
      };
      const ids = batch.map(({ properties }) => properties.order_id);
      batches.push(ids);
      return segment(ids);
    },
  };
  const mapper = new Mapper(dependencies);
  const deliverer = new Deliverer(dependencies);
  const receive = async (...ids: readonly string[]) => {
    for (const id of ids) {
      const order = makeOrder({
        id: Number(id),
        admin_graphql_api_id: `gid://shopify/Order/${id}`,
      });
      const body = Buffer.from(JSON.stringify(order));
      await store.add(
        makeWebhook({ webhookId: id, receivedAt: clock.now(), body }),
      );
    }
  };
  return {
    clock,
    store,
    mapper,
    deliverer,
    worker: new Worker({ ...dependencies, mapper, deliverer }),
    stop,
    batches,
    logged,
    receive,
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
