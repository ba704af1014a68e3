import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { filesIn } from '../../../scripts/lib/files.ts';

/**
 * Serves a built site below a path prefix, with a Content-Security-Policy as strict as Gatsby allows: no `eval`, and of
 * inline scripts only those that Gatsby wrote into the pages.
 */
export async function serveStrictly(
  folder: string,
  prefix: string,
  connectTo: string,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${(await hashesOfInlineScripts(folder)).join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    `connect-src 'self' ${connectTo}`,
  ].join('; ');
  const files = sirv(folder);
  const notFound = readFileSync(join(folder, '404.html'));
  const server = createServer((request, response) => {
    const { url = '/' } = request;
    response.setHeader('content-security-policy', policy);
    // The visitor's region is said by a proxy before the site, where there is one.
    if (url === '/favicon.ico' || url.endsWith('/region')) {
      response.writeHead(204).end();
      return;
    }
    request.url = url.startsWith(prefix) ? url.slice(prefix.length) : '/none';
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(notFound);
    });
  });
  return {
    // A service worker wants https or this name.
    url: `http://localhost:${String(await portOf(server))}${prefix}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function hashesOfInlineScripts(folder: string): Promise<string[]> {
  const pages = (await filesIn(folder)).filter((file) =>
    file.endsWith('.html'),
  );
  const scripts = pages.flatMap((page) => [
    ...readFileSync(page, 'utf8').matchAll(/<script[^>]*>([^]*?)<\/script>/g),
  ]);
  const hashes = scripts.map(
    ([, text = '']) =>
      `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return [...new Set(hashes)];
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve();
    }),
  );
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
