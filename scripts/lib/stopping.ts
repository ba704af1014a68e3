/**
 * A signal that is aborted when this program is to stop: by Ctrl-C, by SIGTERM, or because what started it is gone.
 */
export function stopping(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
    process.on(event, stop);
  // Listening for the end of the channel must not keep this program alive.
  process.channel?.unref();
  return controller.signal;
}

/** Resolves when the signal is aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
