import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

/** Serves a built Gatsby site as a static web host does: gzipped, with immutable assets and the 404 page. */
export async function serveSite(folder: string, port: number): Promise<Server> {
  const notFound = readFileSync(join(folder, '404.html'));
  const files = sirv(folder, {
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      // Only files that carry a hash of their content in their name may be kept by a browser without asking.
      const immutable =
        /-[0-9a-f]{20}\.(js|css)$/.test(path) || path.startsWith('/static/');
      response.setHeader(
        'cache-control',
        immutable
          ? 'public, max-age=31536000, immutable'
          : 'public, max-age=0, must-revalidate',
      );
    },
  });
  const server = createServer((request, response) => {
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(notFound);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
