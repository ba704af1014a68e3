/** What Shopify's documentation shows: express and the official library's `validate`. Nothing is kept. */
import { createRequire } from 'node:module';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import '@shopify/shopify-api/adapters/node';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { serveParent } from './child.ts';

type Response = ServerResponse & { status: (code: number) => Response };
type Handler = (
  request: IncomingMessage & { readonly body: Buffer },
  response: Response,
) => unknown;

/** As much of express as is used here: its types are not installed. */
type Express = (() => {
  post: (path: string, ...handlers: readonly unknown[]) => void;
  listen: (port: number, host: string, listening: () => void) => Server;
}) & { raw: (options: object) => unknown };

// It is a dependency of the service's development, and not of the repository's.
const express = createRequire(
  new URL('../../../shopify-webhooks/package.json', import.meta.url),
)('express') as Express;

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: 'hush',
  apiVersion: ApiVersion.July26,
  hostName: 'shop.example',
  isEmbeddedApp: false,
  logger: { level: 0 },
});
const handle: Handler = async (request, response) => {
  const { valid } = await shopify.webhooks.validate({
    rawBody: request.body.toString(),
    rawRequest: request,
    rawResponse: response,
  });
  response.status(valid ? 200 : 401).end();
};
const app = express();
app.post('/webhooks', express.raw({ type: '*/*', limit: '5mb' }), handle);
const server = app.listen(0, '127.0.0.1', () => {
  serveParent((server.address() as AddressInfo).port);
});
