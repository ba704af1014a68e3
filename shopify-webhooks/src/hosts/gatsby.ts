import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from 'node:process';
import { createHosted } from './hosted.ts';

/**
 * The service as a Gatsby Function. Re-export it, in `src/api/webhooks.ts` and wherever else something is asked for:
 *
 *     export { default } from '@storefront-events/shopify-webhooks/gatsby';
 *     export * from '@storefront-events/shopify-webhooks/gatsby';
 *
 * A `config` that the site exports itself makes Gatsby believe that a page is to be rendered on the server.
 *
 * @see https://www.gatsbyjs.com/docs/reference/functions/
 */
export default async function gatsbyFunction(
  request: IncomingMessage & {
    readonly body?: unknown;
    /** Where the function is mounted under its path, `url` is what comes after it. */
    readonly originalUrl?: string;
  },
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers, body } = request;
  const { status, ...answered } = await answer({
    method,
    url: request.originalUrl ?? url,
    headers,
    // Gatsby reads a body only if it is told a content type.
    body: Buffer.isBuffer(body) ? body : request,
  });
  response.writeHead(status, answered.headers);
  response.end(answered.body);
}

/** The body as bytes: the signature covers them. Shopify's are below 10 MB; MAX_BODY_BYTES is the limit after this one. */
export const config = {
  bodyParser: { raw: { type: '*/*', limit: '10mb' } },
};

// Not `process.env`, in whose place Gatsby writes what the build had: secrets belong to the host, not into a build.
const answer = createHosted(env);
