import { oraPromise } from 'ora';

/** Shows a step on standard error while it is done: with a spinner in a terminal, as a line elsewhere. */
export async function step<Result>(
  text: string,
  work: Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  return oraPromise(work, {
    text,
    // Ctrl-C is ours to handle.
    discardStdin: false,
    successText: () =>
      `${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  });
}
