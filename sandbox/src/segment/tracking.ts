import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isObject, parse, type Body } from './body.ts';
import type { Fault, Faults } from './faults.ts';
import type { Feed } from './feed.ts';
import { MAX_BATCH_MESSAGES, refusalOf, rejectionOf } from './rules.ts';
import { sourceOf, writeKeyOf } from './write-keys.ts';

const TYPES: Readonly<Record<string, string>> = {
  t: 'track',
  p: 'page',
  i: 'identify',
  g: 'group',
  a: 'alias',
  s: 'screen',
};

/** Adds the tracking API that the browser and the Node SDK send to. */
export function addTracking(
  app: FastifyInstance,
  feed: Feed,
  faults: Faults,
): void {
  const take = (
    request: FastifyRequest,
    reply: FastifyReply,
    messagesOf: (body: Body) => readonly Body[],
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
    if (fault && typeof fault.answer === 'number') {
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
    if (fault) return spoil(fault, request, reply);
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

/** Answers as no server should, to what was taken. */
async function spoil(
  { answer, delayMs = 1000 }: Fault,
  { raw: { socket } }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (answer === 'late') {
    await sleep(delayMs, undefined, { ref: false });
    return reply.send({ success: true });
  }
  if (answer === 'half') socket.end('HTTP/1.1 200 OK\r\ncontent-le');
  else if (answer === 'garbage') socket.end('\u0000\u0001 no HTTP\r\n\r\n');
  else socket.destroy();
  return reply.hijack();
}

// What a batch says once counts for each of its messages.
function batchOf(body: Body): readonly Body[] {
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
