import type { FastifyInstance } from 'fastify';
import { createWorker, type Surroundings } from './create-worker.ts';
import { receiveEvents } from './events/receive-events.ts';
import { createServer } from './hosts/server.ts';
import type { VisitorRoute } from './hosts/visitor.ts';
import { receive, type Answer, type WebhookRequest } from './receive.ts';
import { receiveCall } from './receive-call.ts';
import { receiveFlow } from './receive-flow.ts';
import type { Store } from './store/store.ts';
import { entryOf } from './visitor.ts';

/**
 * All that the service answers over HTTP, whatever host it runs on.
 *
 * @param added called when there is something to deliver
 */
export function createReceiver(
  store: Store,
  surroundings: Surroundings,
  added: () => void,
): FastifyInstance {
  const { config, log, now } = surroundings;
  const keeping = (keep: Receiver) => async (request: WebhookRequest) => {
    const answer = await keep(request);
    // Of a list with something wrong in it the rest is kept.
    if (answer.status === 200 || answer.status === 422) added();
    if (answer.status !== 200)
      log.warn({ status: answer.status, reason: answer.log }, answer.body);
    return answer;
  };
  return createServer(
    keeping((request) => receive(request, { config, store, now })),
    {
      ...otherReceivers(store, keeping, surroundings),
      maxBodyBytes: config.maxBodyBytes,
      trustedProxies: config.visitors.trustedProxies,
      visitor: visitorRouteOf(store, surroundings),
      deliver: callOf(store, surroundings),
    },
  );
}

type Receiver = (request: WebhookRequest) => Promise<Answer>;

/** What answers beside Shopify's own webhooks, where there is a secret for it. */
function otherReceivers(
  store: Store,
  keeping: (keep: Receiver) => Receiver,
  { config, now }: Pick<Surroundings, 'config' | 'now'>,
) {
  const { flowSecret: secret, eventsSecrets: secrets, shops } = config;
  const [shop] = shops;
  return {
    flow:
      secret !== undefined && shop !== undefined
        ? keeping((request) =>
            receiveFlow(request, { store, now, secret, shop }),
          )
        : undefined,
    events:
      secrets.length > 0
        ? keeping((request) =>
            receiveEvents(request, { store, now, secrets, shops }),
          )
        : undefined,
  };
}

function visitorRouteOf(
  { ledger }: Store,
  { config, log, now }: Surroundings,
): VisitorRoute | undefined {
  const { origins } = config.visitors;
  if (origins.length === 0) return undefined;
  return {
    origins,
    keep: (message) => ledger.record(entryOf(message, now(), config.consent)),
    log,
  };
}

function callOf(
  store: Store,
  surroundings: Surroundings,
): ((request: WebhookRequest) => Promise<Answer>) | undefined {
  const { config, log } = surroundings;
  const { deliverer } = config;
  if (deliverer.type !== 'schedule') return undefined;
  const { token, budgetMs } = deliverer;
  // What has begun when the time is over is given back, for whoever comes next.
  const deliver = () =>
    createWorker(store, surroundings, AbortSignal.timeout(budgetMs)).runOnce();
  return async (request) => {
    const answer = await receiveCall(request, { token, deliver });
    if (answer.status !== 200)
      log.warn({ status: answer.status, reason: answer.log }, answer.body);
    return answer;
  };
}
