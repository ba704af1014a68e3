import { STATUS_CODES } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import {
  decodeVisitor,
  MAX_VISITOR_LENGTH,
  type VisitorMessage,
  type VisitorReading,
} from '@storefront-events/plan/wire';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import type { Recorded } from '../store/store.ts';

export interface VisitorRoute {
  /** Who may call: exact origins. Never empty. */
  readonly origins: readonly string[];
  readonly keep: (message: VisitorMessage) => Promise<Recorded>;
  readonly log: Logger;
  /** How many calls a minute may come from one address (of IPv6: from one /64), and for one cart. */
  readonly perMinute?: { readonly address: number; readonly cart: number };
}

// People of one office or mobile network share an address; a person chooses a few times at most.
const PER_MINUTE = { address: 120, cart: 20 };
const A_MINUTE = 60_000;
const A_DAY_IN_SECONDS = '86400';
const METHODS = 'POST, OPTIONS';

/**
 * `POST /visitor`. Whoever can reach the service can call it, with any `Origin`: the list keeps other sites' pages out,
 * not programs. What it may do to consent is decided in visitor.ts. Nothing of a request is logged or answered back.
 */
export async function visitorRoute(
  server: FastifyInstance,
  { origins, keep, log, perMinute = PER_MINUTE }: VisitorRoute,
): Promise<void> {
  await server.register(rateLimit, { global: false });
  takeText(server, log);
  const warnOfProxy = proxyWarning(log);
  const ofAddress = limiter(server, perMinute.address);
  const ofCart = limiter(server, perMinute.cart, cartTokenOf);
  server.route({
    method: 'POST',
    url: '/visitor',
    bodyLimit: MAX_VISITOR_LENGTH,
    onRequest: async (request, reply) => {
      if (!admit(request, reply, origins)) return say(reply, 403);
      if (request.headers['content-encoding'] !== undefined)
        return say(reply, 415);
      warnOfProxy(request);
      return ofAddress(request, reply);
    },
    handler: async (request, reply) => {
      const reading = readingOf(request);
      if (reading.status === 'refused') {
        log.debug({ field: reading.reason }, 'a visitor message was refused');
        return say(reply, 400);
      }
      const { message } = reading;
      if (message.cartToken !== undefined) await ofCart(request, reply);
      if (reply.sent) return reply;
      const kept = await keep(message);
      if (kept.status === 'recorded') return reply.code(204).send();
      log.warn({ reason: kept.reason }, 'a visitor message was not stored');
      return say(reply.header('retry-after', '5'), 503);
    },
  });
  server.options('/visitor', (request, reply) =>
    admit(request, reply, origins)
      ? reply
          .code(204)
          .header('access-control-allow-methods', 'POST')
          .header('access-control-allow-headers', 'content-type')
          .header('access-control-max-age', A_DAY_IN_SECONDS)
          .send()
      : say(reply, 403),
  );
  server.route({
    method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
    url: '/visitor',
    handler: (_, reply) => say(reply.header('allow', METHODS), 405),
  });
}

/** Says once that everybody would be counted as one address, whose limit the whole shop would share. */
function proxyWarning(log: Logger): (request: FastifyRequest) => void {
  let warned = false;
  return ({ ips, headers }) => {
    if (warned || ips !== undefined) return;
    if (headers['x-forwarded-for'] === undefined) return;
    warned = true;
    log.warn('requests come through a proxy, and TRUST_PROXY is not set');
  };
}

/** Makes a body of one of two types a `VisitorReading`; any other is answered 415. Failures are answered with a status. */
function takeText(server: FastifyInstance, log: Logger): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    // A browser asks first before it sends JSON; plain text it sends at once, also while the page is being left.
    ['text/plain', 'application/json'],
    { parseAs: 'string' },
    (_, body, done) => {
      done(null, decodeVisitor(body.toString()));
    },
  );
  server.setErrorHandler(
    ({ name, code, statusCode }: FastifyError, _, reply) => {
      const status = statusCode ?? 500;
      if (status >= 500) log.error({ name, code }, 'POST /visitor failed');
      return say(reply, status);
    },
  );
}

/** True if the origin is one of the shop's, which is then told that it may read the answer. */
function admit(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  origins: readonly string[],
): boolean {
  reply.header('vary', 'Origin');
  if (origin === undefined || !origins.includes(origin)) return false;
  reply.header('access-control-allow-origin', origin);
  return true;
}

function readingOf({ body }: FastifyRequest): VisitorReading {
  return (
    (body as VisitorReading | undefined) ?? {
      status: 'refused',
      reason: 'empty',
    }
  );
}

function cartTokenOf(request: FastifyRequest): string {
  const reading = readingOf(request);
  return (reading.status === 'ok' && reading.message.cartToken) || '';
}

/** Counts requests by their address, or by another key, and answers 429 above so many a minute. Its memory is bounded. */
function limiter(
  server: FastifyInstance,
  max: number,
  keyGenerator?: (request: FastifyRequest) => string,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const count = server.createRateLimit({
    max,
    timeWindow: A_MINUTE,
    ...(keyGenerator && { keyGenerator }),
  });
  return async (request, reply) => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return undefined;
    reply.header('retry-after', String(counted.ttlInSeconds));
    return say(reply, 429);
  };
}

/** Answers with the status alone: what was sent is never sent back. */
function say(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .type('text/plain')
    .send(STATUS_CODES[status] ?? '');
}
