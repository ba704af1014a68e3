import cors from '@fastify/cors';
import type { Source } from '@storefront-events/plan';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { debuggerPage } from './debugger-page.ts';
import { Faults, faultSchema } from './faults.ts';
import { Feed } from './feed.ts';
import { MAX_BATCH_MESSAGES, refusalOf, rejectionOf } from './rules.ts';

/** The write keys of the two local sources. */
export const WRITE_KEYS = {
  'front-end': 'local-front-end',
  'back-end': 'local-back-end',
} as const satisfies Record<Source, string>;

type Message = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, string>> = {
  t: 'track',
  p: 'page',
  i: 'identify',
  g: 'group',
  a: 'alias',
  s: 'screen',
};

/**
 * A stand-in for Segment: the settings and tracking endpoints that the unmodified browser and Node SDKs call, a JSON
 * API to read what arrived, and a page that lists it live.
 */
export async function createSegment(): Promise<FastifyInstance> {
  const feed = new Feed();
  const faults = new Faults();
  const settings = new Map<string, unknown>();
  // Segment takes 500 KB a request; ten times as much is read, so that a sender learns what it did wrong.
  const app = Fastify({ bodyLimit: 5_000_000, forceCloseConnections: true });
  await app.register(cors, {
    origin: true,
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'x-retry-count'],
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  });
  // The browser sends JSON as text/plain, so that no content type matters here.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => {
    done(null, body);
  });
  const settingsOf = (writeKey: string) =>
    settings.get(writeKey) ?? defaultSettings(writeKey);
  addSettings(app, settings, settingsOf);
  addTracking(app, feed, faults);
  addReading(app, feed, faults);
  return app;
}

function defaultSettings(writeKey: string) {
  return {
    integrations: { 'Segment.io': { apiKey: writeKey, retryQueue: true } },
    plan: {},
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0.1 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}

function addSettings(
  app: FastifyInstance,
  settings: Map<string, unknown>,
  settingsOf: (writeKey: string) => unknown,
): void {
  app.get<{ Params: { writeKey: string } }>(
    '/v1/projects/:writeKey/settings',
    (request, reply) => {
      const { writeKey } = request.params;
      return sourceOf(writeKey)
        ? reply.send(settingsOf(writeKey))
        : reply
            .code(404)
            .send({ message: 'There is no source with this write key.' });
    },
  );
  app.put<{ Params: { source: Source } }>(
    '/api/settings/:source',
    (request, reply) => {
      settings.set(WRITE_KEYS[request.params.source], parse(request.body));
      return reply.code(204).send();
    },
  );
  app.delete<{ Params: { source: Source } }>(
    '/api/settings/:source',
    (request, reply) => {
      settings.delete(WRITE_KEYS[request.params.source]);
      return reply.code(204).send();
    },
  );
}

function addTracking(app: FastifyInstance, feed: Feed, faults: Faults): void {
  const take = (
    request: FastifyRequest,
    reply: FastifyReply,
    messagesOf: (body: Message) => readonly Message[],
  ) => {
    const body = parse(request.body);
    if (!isObject(body))
      return reply
        .code(400)
        .send({ success: false, message: 'malformed JSON' });
    const source = sourceOf(writeKeyOf(request, body));
    if (!source)
      return reply
        .code(401)
        .send({ success: false, message: 'invalid write key' });
    const messages = messagesOf(body);
    const fault = faults.take(source, messages);
    if (fault && fault.answer !== 'cut') {
      if (fault.retryAfter !== undefined)
        void reply.header('retry-after', fault.retryAfter);
      return reply
        .code(fault.answer)
        .send({ success: false, message: 'fault on demand' });
    }
    const refusal = refusalOf(
      messages,
      Buffer.byteLength(String(request.body)),
    );
    if (refusal !== undefined)
      return reply.code(400).send({ success: false, message: refusal });
    messages.forEach((message, index) => {
      const tooMany =
        index >= MAX_BATCH_MESSAGES
          ? 'more than 2,500 messages in a batch'
          : undefined;
      feed.add(message, source, tooMany ?? rejectionOf(message));
    });
    if (fault) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    return reply.send({ success: true });
  };

  for (const [letter, type] of Object.entries(TYPES)) {
    for (const path of [letter, type])
      app.post(`/v1/${path}`, (request, reply) =>
        take(request, reply, (body) => [{ type, ...body }]),
      );
  }
  for (const path of ['b', 'batch', 'import'])
    app.post(`/v1/${path}`, (request, reply) => take(request, reply, batchOf));
  app.post('/v1/m', (_, reply) => reply.send({ success: true }));
}

// What a batch says once counts for each of its messages.
function batchOf(body: Message): readonly Message[] {
  const { batch, context, integrations, sentAt } = body;
  if (!Array.isArray(batch)) return [];
  const shared = {
    ...(isObject(integrations) && { integrations }),
    ...(sentAt !== undefined && { sentAt }),
  };
  return batch.filter(isObject).map((message) => ({
    ...shared,
    ...message,
    ...(isObject(context) && {
      context: {
        ...context,
        ...(isObject(message['context']) && message['context']),
      },
    }),
  }));
}

function addReading(app: FastifyInstance, feed: Feed, faults: Faults): void {
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

function sourceOf(writeKey: string | undefined): Source | undefined {
  if (writeKey === WRITE_KEYS['front-end']) return 'front-end';
  if (writeKey === WRITE_KEYS['back-end']) return 'back-end';
  return undefined;
}

function writeKeyOf(
  request: FastifyRequest,
  body: Message,
): string | undefined {
  const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined)
    return Buffer.from(basic, 'base64').toString().split(':')[0];
  return typeof body['writeKey'] === 'string' ? body['writeKey'] : undefined;
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
