import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createShopify } from '../api.ts';

export const SECRET = 'shop-secret';

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: object;
  }[];
}

/** The stand-in, and somebody who takes its webhooks. */
export interface StandIn {
  readonly origin: string;
  readonly received: readonly Received[];
  /** What the next webhooks are answered with; after that, 200. */
  readonly statuses: number[];
  readonly untilReceived: (count: number) => Promise<void>;
  /** The answer, with its errors. */
  readonly ask: <Data = Record<string, never>>(
    query: string,
    variables?: object,
  ) => Promise<Answer<Data>>;
  /** The data; throws if there was an error. */
  readonly get: <Data>(query: string, variables?: object) => Promise<Data>;
  readonly close: () => Promise<void>;
}

export async function startStandIn(
  options: { readonly orderStatusPath?: string } = {},
): Promise<StandIn> {
  const received: Received[] = [];
  const statuses: number[] = [];
  let onReceived = () => undefined as unknown;
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200).end();
      onReceived();
    });
  });
  await new Promise<void>((resolve) =>
    receiver.listen(0, '127.0.0.1', resolve),
  );
  const { port } = receiver.address() as AddressInfo;
  let origin = '';
  const shopify = await createShopify({
    webhookSecret: SECRET,
    webhookAddress: () => `http://127.0.0.1:${String(port)}/webhooks`,
    siteUrl: () => 'http://shop.example',
    origin: () => origin,
    ...options,
  });
  origin = await shopify.listen({ host: '127.0.0.1', port: 0 });
  const ask: StandIn['ask'] = async (query, variables = {}) => {
    const answer = await fetch(`${origin}/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as never;
  };
  return {
    origin,
    received,
    statuses,
    ask,
    get: async <Data>(query: string, variables?: object) => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors) throw new Error(errors[0]?.message);
      return data as Data;
    },
    untilReceived: (count) =>
      new Promise<void>((resolve) => {
        onReceived = () => {
          if (received.length >= count) resolve();
        };
        onReceived();
      }),
    close: async () => {
      await shopify.close();
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
}
