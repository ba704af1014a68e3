/** The limit: node:http, the body, its signature, and an answer. Nothing is kept. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedBy } from '../../../shopify-webhooks/src/verify.ts';
import { serveParent } from './child.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const signature = request.headers['x-shopify-hmac-sha256'];
    const given = typeof signature === 'string' ? signature : undefined;
    response.statusCode = isSignedBy(Buffer.concat(chunks), given, ['hush'])
      ? 200
      : 401;
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  serveParent((server.address() as AddressInfo).port);
});
