import type { FastifyInstance } from 'fastify';
import { parse } from './body.ts';
import { debuggerPage } from './debugger-page.ts';
import { faultSchema, type Faults } from './faults.ts';
import type { Feed } from './feed.ts';

/** Adds what a person or a test reads: the feed, live and as JSON, and the faults. */
export function addReading(
  app: FastifyInstance,
  feed: Feed,
  faults: Faults,
): void {
  app.get<{ Querystring: Record<string, string | undefined> }>(
    '/api/messages',
    ({ query }) =>
      feed.list({
        ...(query['source'] !== undefined && { source: query['source'] }),
        ...(query['type'] !== undefined && { type: query['type'] }),
        ...(query['event'] !== undefined && { event: query['event'] }),
        since: Number(query['since'] ?? 0),
      }),
  );
  app.delete('/api/messages', (_, reply) => {
    feed.clear();
    return reply.code(204).send();
  });
  app.post('/api/faults', (request, reply) => {
    const fault = faultSchema.safeParse(parse(request.body));
    if (!fault.success)
      return reply.code(400).send({ errors: fault.error.issues });
    faults.add(fault.data);
    return reply.code(204).send();
  });
  app.delete('/api/faults', (_, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.get('/api/stream', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    reply.raw.write(': the messages that arrive from now on\n\n');
    const stop = feed.onMessage((message) => {
      reply.raw.write(`data: ${JSON.stringify(message)}\n\n`);
    });
    request.raw.on('close', stop);
  });
  app.get('/', (_, reply) =>
    reply.type('text/html; charset=utf-8').send(debuggerPage),
  );
}
