/** What a benchmark's child processes say to the one that has started them. */
export interface Ready {
  readonly port: number;
}

/** Tells where this process listens, answers questions, and ends when whoever has started it is gone. */
export function serveParent(
  port: number,
  answer: (question: string) => unknown = () => null,
): void {
  process.on('message', (question: string) => {
    void Promise.resolve(answer(question)).then((reply) =>
      process.send?.(reply ?? {}),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ port } satisfies Ready);
}
