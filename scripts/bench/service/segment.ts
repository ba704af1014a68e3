/** A Segment that takes everything at once, or after a while, and counts what it got by messageId. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from './child.ts';

const [delay = '0'] = process.argv.slice(2);
const ids = new Set<string>();
let messages = 0;
let lastAt = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    // Reading it as JSON would cost more than all that is measured.
    const text = Buffer.concat(chunks).toString('latin1');
    for (const [, id = ''] of text.matchAll(/"messageId":"([^"]+)"/g)) {
      ids.add(id);
      messages += 1;
    }
    lastAt = Date.now();
    setTimeout(() => {
      response.end('{"success":true}');
    }, Number(delay));
  });
});
server.listen(0, '127.0.0.1', () => {
  serveParent((server.address() as AddressInfo).port, (question) => {
    if (question === 'reset') {
      ids.clear();
      messages = 0;
    }
    return { messages, distinct: ids.size, lastAt };
  });
});
