import { Readable } from 'node:stream';
import { createHosted } from './hosted.ts';

/**
 * The service as a function of the Fetch standard, for any host that has one: mount it where requests come in. What is
 * asked for is the last part of the path, such as `/api/webhooks` or `/api/deliver`. Reading stops at the body limit.
 *
 * @param env the settings: docs/configuration.md
 * @see https://fetch.spec.whatwg.org/
 */
export function createFetchHandler(
  env: Readonly<Record<string, string | undefined>>,
): (request: Request) => Promise<Response> {
  const answer = createHosted(env);
  return async ({ method, url, headers, body }) => {
    const stream = body ? Readable.fromWeb(body) : undefined;
    const { status, ...answered } = await answer({
      method,
      url,
      headers: Object.fromEntries(headers),
      body: stream,
    });
    stream?.destroy();
    return new Response(
      answered.body.length > 0 ? new Uint8Array(answered.body) : null,
      { status, headers: answered.headers },
    );
  };
}
