import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Destination, type DestinationDefinition } from '@segment/actions-core';
import type { Message } from './messages.ts';

/** A request that a destination made, as it went out. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  /** JSON, or a form as an object. */
  readonly body: unknown;
}

/** A row of a destination's Mappings in Segment. */
export interface Mapping {
  readonly action: string;
  /** FQL: which messages it is for. */
  readonly trigger: string;
  /** What differs from the action's own defaults. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What a destination's own API would answer. */
type Answer = (path: string) => {
  readonly status: number;
  readonly body: unknown;
};

/**
 * Runs Segment's own published code of a destination over messages, in order, and gives the requests that it makes. The
 * code is as it was published; every connection of it ends at a local server instead.
 */
export async function requestsOf(
  definition: unknown,
  settings: Readonly<Record<string, unknown>>,
  mappings: readonly Mapping[],
  messages: readonly Message[],
  answer: Answer = () => ({ status: 200, body: {} }),
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '/';
      const text = Buffer.concat(parts).toString();
      sent.push({
        method: request.method ?? '',
        url: `https://${request.headers.host ?? ''}${path}`,
        headers: request.headers,
        body: bodyOf(text, request.headers['content-type']),
      });
      const { status, body } = answer(path);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connections = jest.spyOn(https, 'request').mockImplementation(((
    options: https.RequestOptions,
  ) =>
    http.request({
      ...options,
      agent: undefined,
      protocol: 'http:',
      hostname: '127.0.0.1',
      host: '127.0.0.1',
      port,
      headers: {
        ...(options.headers as http.OutgoingHttpHeaders),
        host: String(options.hostname),
      },
    })) as typeof https.request);
  try {
    const published = definition as DestinationDefinition;
    const destination = new Destination({
      ...published,
      // Its name for people has spaces, of which ajv makes an address that newer versions of fast-uri refuse.
      name: published.name.replaceAll(/\W/g, ''),
    });
    for (const message of messages)
      for (const mapping of mappings)
        await run(destination, definition, settings, mapping, message);
  } finally {
    connections.mockRestore();
    server.close();
    server.closeAllConnections();
  }
  return sent;
}

async function run(
  destination: Destination<unknown>,
  definition: unknown,
  settings: Readonly<Record<string, unknown>>,
  { action, trigger, fields }: Mapping,
  message: Message,
): Promise<void> {
  const results = await destination.onEvent(
    message as never,
    {
      ...settings,
      subscriptions: [
        {
          partnerAction: action,
          subscribe: trigger,
          mapping: { ...defaultsOf(definition, action), ...fields },
        },
      ],
    } as never,
  );
  // An invalid payload, and not a message that the trigger leaves out.
  const failed = results.find(({ error }) => error !== undefined);
  if (failed) throw new Error(JSON.stringify(failed));
}

interface Field {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
}

/** What Segment fills in when a mapping is made. */
function defaultsOf(definition: unknown, action: string): object {
  const { actions } = definition as {
    readonly actions: Readonly<
      Record<string, { readonly fields: Readonly<Record<string, Field>> }>
    >;
  };
  return filled(actions[action]?.fields ?? {});
}

function filled(fields: Readonly<Record<string, Field>>): object {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const inner = filled(field.properties ?? {});
      const value =
        field.default ?? (Object.keys(inner).length > 0 ? inner : undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function bodyOf(text: string, type = ''): unknown {
  if (text === '') return undefined;
  if (type.includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text) as unknown;
}
