import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import { Faults } from './faults.ts';
import { Feed } from './feed.ts';
import { addReading } from './reading.ts';
import { addSettings } from './settings.ts';
import { addTracking } from './tracking.ts';

/**
 * A stand-in for Segment: the settings and tracking endpoints that the unmodified browser and Node SDKs call, a JSON
 * API to read what arrived, and a page that lists it live.
 */
export async function createSegment(): Promise<FastifyInstance> {
  const feed = new Feed();
  const faults = new Faults();
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
  addSettings(app);
  addTracking(app, feed, faults);
  addReading(app, feed, faults);
  return app;
}
