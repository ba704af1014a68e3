import Fastify, { type FastifyInstance } from 'fastify';
import type { Answer, WebhookRequest } from '../receive.ts';
import { operatingRoutes, type OperatingRoutes } from './operating.ts';
import { visitorRoute, type VisitorRoute } from './visitor.ts';

export interface ServerOptions {
  readonly maxBodyBytes: number;
  /** How long a client may take to send its request, in milliseconds. Shopify needs a fraction of a second. */
  readonly requestTimeoutMs?: number;
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** What answers Shopify Flow. Absent: there is no `POST /flow`. */
  readonly flow?: ((request: WebhookRequest) => Promise<Answer>) | undefined;
  /** What answers other tools that tell of events. Absent: there is no `POST /events`. */
  readonly events?: ((request: WebhookRequest) => Promise<Answer>) | undefined;
  /** What answers a scheduler, with JSON. Absent: there is no `POST /deliver`. */
  readonly deliver?: ((request: WebhookRequest) => Promise<Answer>) | undefined;
  /** Absent: there is no `POST /visitor`. */
  readonly visitor?: VisitorRoute | undefined;
  /** Absent: there is no `/healthz`, `/readyz` and `/metrics`. */
  readonly operating?: OperatingRoutes | undefined;
}

const RETRY_AFTER_S = '5';

/**
 * The service over HTTP. Bodies stay bytes, whatever their content type: the signature covers bytes, and nothing is
 * parsed before it is checked. Slow and oversized requests are cut.
 */
export function createServer(
  receive: (request: WebhookRequest) => Promise<Answer>,
  {
    maxBodyBytes,
    requestTimeoutMs = 10_000,
    trustedProxies = [],
    flow,
    events,
    deliver,
    visitor,
    operating,
  }: ServerOptions,
): FastifyInstance {
  const server = Fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1000, requestTimeoutMs / 2),
    },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  postOnly(server, '/webhooks', receive);
  if (flow) postOnly(server, '/flow', flow);
  if (events) postOnly(server, '/events', events);
  if (deliver) postOnly(server, '/deliver', deliver, 'application/json');
  if (operating) operatingRoutes(server, operating);
  if (visitor) void server.register(visitorRoute, visitor);
  return server;
}

function postOnly(
  server: FastifyInstance,
  url: string,
  receive: (request: WebhookRequest) => Promise<Answer>,
  type = 'text/plain',
): void {
  server.post(url, async (request, reply) => {
    const body =
      request.body instanceof Buffer ? request.body : Buffer.alloc(0);
    const answer = await receive({ headers: request.headers, body });
    if (answer.status === 503) reply.header('retry-after', RETRY_AFTER_S);
    return reply.code(answer.status).type(type).send(answer.body);
  });
  server.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url,
    handler: (_, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .type('text/plain')
        .send('POST only.'),
  });
}
