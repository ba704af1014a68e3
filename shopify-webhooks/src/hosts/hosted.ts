import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { readConfig, type Config, type ConfigResult } from '../config.ts';
import { consentWarnings } from '../consent-settings.ts';
import { createReceiver } from '../create-receiver.ts';
import { createLogger } from '../main.ts';
import { Metrics } from '../metrics.ts';
import { PostgresStore } from '../store/postgres.ts';

/** A request, as a host that owns the server gives it. */
export interface HostedRequest {
  readonly method: string;
  /** With whatever the host puts before it: the last part of its path says what is asked for. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | Readable | undefined;
}

export interface HostedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Hosted = (request: HostedRequest) => Promise<HostedAnswer>;

/** Of each instance of a function, of which there may be hundreds. */
const MAX_CONNECTIONS = 2;

/**
 * The service on a host that has the server and gives requests one by one, with no process or disk of ours between them.
 * It answers as the service itself does, by the same routes. The store is opened by the first request, and by the next
 * one if it could not be.
 *
 * @param env the settings: docs/configuration.md; DATABASE_URL and DELIVERER are required here
 */
export function createHosted(
  env: Readonly<Record<string, string | undefined>>,
  log?: Logger,
): Hosted {
  const result = hostedConfig(readConfig(env));
  if (result.status === 'unusable') {
    const logger = log ?? createLogger('error');
    return () => {
      logger.error({ errors: result.errors }, 'the settings are unusable');
      return Promise.resolve(
        refusal(503, 'The settings are unusable; the log names them.'),
      );
    };
  }
  const { config, databaseUrl } = result;
  const logger = log ?? createLogger(config.logLevel);
  let opening: Promise<FastifyInstance> | undefined;
  return async (request) => {
    try {
      opening ??= open(config, databaseUrl, logger);
      await opening;
    } catch (error) {
      opening = undefined;
      const { message } = error as Error;
      logger.error({ reason: message }, 'the store cannot be opened');
      return refusal(503, 'The store cannot be opened; please try again.');
    }
    try {
      return await inject(await opening, request);
    } catch {
      return refusal(400, 'The body did not come to its end.');
    }
  };
}

type HostedConfig =
  | Exclude<ConfigResult, { status: 'ok' }>
  | {
      readonly status: 'ok';
      readonly config: Config;
      readonly databaseUrl: string;
    };

/** The settings, with what this kind of host needs of them. */
function hostedConfig(result: ConfigResult): HostedConfig {
  if (result.status === 'unusable') return result;
  const { config } = result;
  const { store, deliverer, templatesDir } = config;
  const databaseUrl = store.type === 'postgres' ? store.url : undefined;
  const errors = [
    ...(databaseUrl === undefined
      ? [
          'DATABASE_URL is not set: a function has no disk that outlives it, so what is kept in STORE_FILE would be lost',
        ]
      : []),
    ...(deliverer.type === 'here'
      ? [
          'DELIVERER must be worker ("storefront-events worker" runs elsewhere) or schedule (something calls POST /deliver): nothing runs here between requests',
        ]
      : []),
    ...(deliverer.type === 'schedule' && templatesDir !== undefined
      ? [
          'TEMPLATES_DIR needs DELIVERER=worker: templates run in a process of their own, which a function does not have',
        ]
      : []),
  ];
  return databaseUrl === undefined || errors.length > 0
    ? { status: 'unusable', errors }
    : { status: 'ok', config, databaseUrl };
}

async function open(
  config: Config,
  databaseUrl: string,
  log: Logger,
): Promise<FastifyInstance> {
  // Else whoever maps says so.
  if (config.deliverer.type === 'schedule')
    for (const warning of consentWarnings(config.consent)) log.warn(warning);
  const store = await PostgresStore.open(databaseUrl, {
    maxConnections: MAX_CONNECTIONS,
  });
  return createReceiver(
    store,
    {
      config,
      log,
      now: Date.now,
      metrics: new Metrics(),
      templates: undefined,
    },
    // Whoever delivers is told by the store.
    () => undefined,
  );
}

async function inject(
  server: FastifyInstance,
  { method, url, headers, body }: HostedRequest,
): Promise<HostedAnswer> {
  const { pathname } = new URL(url, 'http://localhost');
  const answer = await server.inject({
    method,
    url: `/${pathname.split('/').findLast(Boolean) ?? ''}`,
    headers: withLength(headers, body),
    ...(body && { payload: body }),
  });
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers)
        // The connection is the host's.
        .filter(([name]) => name !== 'connection')
        .map(([name, value]) => [name, String(value)]),
    ),
    body: answer.rawPayload,
  };
}

/** That there is a body is told by its length, or by its being chunked; a host may have taken both away. */
function withLength(
  headers: HostedRequest['headers'],
  body: HostedRequest['body'],
): Record<string, string | string[]> {
  const given = Object.fromEntries(
    Object.entries(headers).filter(([, value]) => value !== undefined),
  ) as Record<string, string | string[]>;
  const { 'content-length': length, 'transfer-encoding': _, ...rest } = given;
  if (body === undefined || body instanceof Buffer) return rest;
  return length === undefined
    ? { ...rest, 'transfer-encoding': 'chunked' }
    : { ...rest, 'content-length': length };
}

function refusal(status: 400 | 503, text: string): HostedAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/plain',
      ...(status === 503 && { 'retry-after': '60' }),
    },
    body: Buffer.from(text),
  };
}
