import { connect, type Socket } from 'node:net';

/** One answer on a raw connection: its status, 0 if the connection was closed without one. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** A connection on which a test says exactly which bytes are sent. */
export function openConnection(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Sends bytes and waits until the server has closed the connection. */
export async function sendRaw(
  port: number,
  ...chunks: readonly (string | Buffer)[]
): Promise<RawAnswer> {
  const socket = await openConnection(port);
  const closed = untilClosed(socket);
  for (const chunk of chunks) socket.write(chunk);
  return closed;
}

/** Resolves with all that was received when the connection is closed, however it is closed. */
export async function untilClosed(socket: Socket): Promise<RawAnswer> {
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  // A reset is one way to be cut off.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  const text = Buffer.concat(received).toString('latin1');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

/** The head of a request. */
export function head(
  target: string,
  headers: Readonly<Record<string, string | number>>,
  method = 'POST',
): string {
  const lines = Object.entries({
    host: 'localhost',
    connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
