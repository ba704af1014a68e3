import { SpanKind } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { createWorker, type Surroundings } from './create-worker.ts';
import { receiveEvents } from './events/receive-events.ts';
import { EVENTS_TOPIC } from './events/topic.ts';
import { createServer } from './hosts/server.ts';
import type { VisitorRoute } from './hosts/visitor.ts';
import { receive, type Answer, type WebhookRequest } from './receive.ts';
import { receiveCall } from './receive-call.ts';
import { receiveFlow } from './receive-flow.ts';
import type { Store } from './store/store.ts';
import { inSpan } from './tracing.ts';
import { entryOf } from './visitor.ts';

/**
 * All that the service answers over HTTP, whatever host it runs on.
 *
 * @param added called when there is something to deliver
 * @param isStopping true from when the service was told to stop
 */
export function createReceiver(
  store: Store,
  surroundings: Surroundings,
  added: () => void,
  isStopping: () => boolean = () => false,
): FastifyInstance {
  const { config, log, now, metrics } = surroundings;
  const keeping = keeper(surroundings, added);
  const server = createServer(
    keeping('/webhooks', topicOf, (request) =>
      receive(request, { config, store, now }),
    ),
    {
      ...otherReceivers(store, keeping, surroundings),
      maxBodyBytes: config.maxBodyBytes,
      trustedProxies: config.visitors.trustedProxies,
      visitor: visitorRouteOf(store, surroundings),
      deliver: callOf(store, surroundings),
      operating: {
        store,
        metrics,
        log,
        isStopping,
        access:
          config.operating.metricsToken === undefined
            ? { type: 'nobody' }
            : { type: 'token', token: config.operating.metricsToken },
      },
    },
  );
  // Else a client that keeps its connection, as a proxy does, holds up the end.
  server.addHook('onSend', (_, reply, payload, done) => {
    if (isStopping()) reply.header('connection', 'close');
    done(null, payload);
  });
  // Whoever refused it: the handler, the server or its parser of requests.
  server.addHook('onResponse', ({ routeOptions: { url } }, reply, done) => {
    const { statusCode } = reply;
    if (statusCode >= 400 && url !== '/metrics' && url !== '/readyz')
      metrics.refused(statusCode);
    done();
  });
  return server;
}

function topicOf({ headers }: WebhookRequest): string {
  return String(headers['x-shopify-topic']);
}

function resultOf({ body }: Answer): 'received' | 'duplicate' {
  return body === 'duplicate' ? 'duplicate' : 'received';
}

type Receiver = (request: WebhookRequest) => Promise<Answer>;
type Keeping = ReturnType<typeof keeper>;

/** Counts and traces what is kept or refused, and says why it was. */
function keeper({ log, metrics, now }: Surroundings, added: () => void) {
  return (
      route: string,
      topicOf: (request: WebhookRequest) => string,
      keep: Receiver,
    ): Receiver =>
    async (request) => {
      const started = performance.now();
      const answer = await inSpan(
        `POST ${route}`,
        { kind: SpanKind.SERVER, attributes: { 'http.route': route } },
        async (span) => {
          const given = await keep(request);
          span.setAttribute('http.response.status_code', given.status);
          return given;
        },
      );
      metrics.answered(route, (performance.now() - started) / 1000);
      // Of a list with something wrong in it the rest is kept.
      if (answer.status === 200 || answer.status === 422) {
        metrics.received(topicOf(request), resultOf(answer));
        metrics.arrived(request.headers['x-shopify-triggered-at'], now());
        added();
      }
      if (answer.status === 503) metrics.notStored(answer.log ?? 'unknown');
      if (answer.status !== 200)
        log.warn({ status: answer.status, reason: answer.log }, answer.body);
      return answer;
    };
}

/** What answers beside Shopify's own webhooks, where there is a secret for it. */
function otherReceivers(
  store: Store,
  keeping: Keeping,
  { config, now }: Pick<Surroundings, 'config' | 'now'>,
) {
  const { flowSecret: secret, eventsSecrets: secrets, shops } = config;
  const [shop] = shops;
  return {
    flow:
      secret !== undefined && shop !== undefined
        ? keeping('/flow', topicOf, (request) =>
            receiveFlow(request, { store, now, secret, shop }),
          )
        : undefined,
    events:
      secrets.length > 0
        ? keeping(
            '/events',
            () => EVENTS_TOPIC,
            (request) => receiveEvents(request, { store, now, secrets, shops }),
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
  const { config, log, now } = surroundings;
  const { deliverer } = config;
  if (deliverer.type !== 'schedule') return undefined;
  const { token, budgetMs } = deliverer;
  // What has begun when the time is over is given back, for whoever comes next.
  const deliver = () =>
    createWorker(store, surroundings, AbortSignal.timeout(budgetMs)).runOnce(
      now() + budgetMs,
    );
  return async (request) => {
    const answer = await receiveCall(request, { token, deliver });
    if (answer.status !== 200)
      log.warn({ status: answer.status, reason: answer.log }, answer.body);
    return answer;
  };
}
