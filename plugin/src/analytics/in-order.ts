import type { Call } from '../call.ts';

/** How long the next replayed call waits for the one before it, so that they arrive in order: in milliseconds. */
const REPLAY_PACE_MS = 250;

type Send = (call: Call, replayed: boolean) => Promise<void>;

/** Replays one by one, and sends everything else right after: at once where nothing is replayed, for the visitor may be leaving. */
export function inOrder(send: Send): Send {
  let replaying: Promise<unknown> = Promise.resolve();
  return (call, replayed) => {
    const sent = replaying.then(() => send(call, replayed));
    if (replayed)
      replaying = Promise.race([
        sent,
        replaying.then(
          () => new Promise((resolve) => setTimeout(resolve, REPLAY_PACE_MS)),
        ),
      ]);
    return sent;
  };
}
