import type { Logger } from 'pino';

/** Whoever stops us kills us after 10 seconds. */
const LONGEST_MS = 9000;

/** Stops, and ends the process if that takes too long, such as with a database that does not answer. */
export async function inTime(
  stop: () => Promise<void>,
  log: Logger,
  exit: () => void,
): Promise<void> {
  const late = setTimeout(() => {
    log.error(
      `not stopped after ${String(LONGEST_MS / 1000)} s: ended all the same; what was under way is taken up by the next start, or by others after 60 s`,
    );
    exit();
  }, LONGEST_MS);
  late.unref();
  await stop();
  clearTimeout(late);
}
