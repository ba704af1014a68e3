import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { isBearer } from '../secret.ts';
import type { Metrics } from '../metrics.ts';
import type { Store } from '../store/store.ts';

export interface OperatingRoutes {
  readonly store: Pick<Store, 'nextDue'>;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** True from when the service was told to stop. */
  readonly isStopping: () => boolean;
  /** Who may read the metrics: whoever can reach the port, whoever has the token, or nobody. */
  readonly access:
    | { readonly type: 'anybody' }
    | { readonly type: 'token'; readonly token: string }
    | { readonly type: 'nobody' };
}

/**
 * `GET /healthz`: the process lives. `GET /readyz`: it can be sent requests, because its store can be used and it is not
 * stopping. `GET /metrics`: what it counts. Neither of the first two says anything of the business.
 */
export function operatingRoutes(
  server: FastifyInstance,
  { store, metrics, log, isStopping, access }: OperatingRoutes,
): void {
  const say = (reply: FastifyReply, status: number, body: string) =>
    reply.code(status).type('text/plain').send(body);
  server.get('/healthz', (_, reply) => say(reply, 200, 'ok'));
  server.get('/readyz', async (_, reply) => {
    if (isStopping()) return say(reply, 503, 'not ready: stopping');
    try {
      // One row of an index of each table: anybody may ask, however much waits.
      await store.nextDue();
      return await say(reply, 200, 'ok');
    } catch (error) {
      log.error(reasonOf(error), 'not ready: the store cannot be read');
      return say(reply, 503, 'not ready: the store cannot be read');
    }
  });
  if (access.type === 'nobody') return;
  server.get('/metrics', async ({ headers }, reply) => {
    const { authorization } = headers;
    if (access.type === 'token' && !isBearer(authorization, [access.token]))
      return say(
        reply.header('www-authenticate', 'Bearer'),
        401,
        'The token is missing or wrong.',
      );
    try {
      const text = await metrics.text();
      return await reply.type(metrics.contentType).send(text);
    } catch (error) {
      log.error(reasonOf(error), 'no metrics: the store cannot be read');
      return say(reply, 503, 'The store cannot be read.');
    }
  });
}

function reasonOf(error: unknown) {
  const { name, code, errcode } = error as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly errcode?: unknown;
  };
  return { name, code, errcode };
}
