import Fastify, { type FastifyInstance } from 'fastify';
import type { Surroundings } from '../create-worker.ts';
import type { Store } from '../store/store.ts';
import { operatingRoutes } from './operating.ts';

/** Serves metrics and health on a port of their own, where the settings name one: for whoever can reach it. */
export async function serveMetrics(
  store: Pick<Store, 'nextDue'>,
  { config, metrics, log }: Surroundings,
  isStopping: () => boolean,
): Promise<FastifyInstance | undefined> {
  const { metricsPort: port, metricsHost: host } = config.operating;
  if (port === undefined) return undefined;
  const server = Fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  operatingRoutes(server, {
    store,
    metrics,
    log,
    isStopping,
    access: { type: 'anybody' },
  });
  log.info(`metrics on ${await server.listen({ host, port })}/metrics`);
  return server;
}
