import type { Source } from '@storefront-events/plan';
import type { FastifyInstance } from 'fastify';
import { parse } from './body.ts';
import { sourceOf, WRITE_KEYS } from './write-keys.ts';

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

/** Adds the settings that Analytics.js reads before anything else, and a way for a test to change them. */
export function addSettings(app: FastifyInstance): void {
  const settings = new Map<string, unknown>();
  const settingsOf = (writeKey: string) =>
    settings.get(writeKey) ?? defaultSettings(writeKey);
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
