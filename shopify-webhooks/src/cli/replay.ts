import { SingleBar } from 'cli-progress';
import type { Operations, ReplaySelection } from '../store/operations.ts';
import { fail, operating } from './reading.ts';

export interface ReplayOptions {
  readonly selection: Omit<ReplaySelection, 'key'>;
  /** Of one webhook or one of its messages, or its beginning; undefined: all of the selection. */
  readonly id: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** How many webhooks are taken in one transaction: the service waits for it meanwhile. */
const LIMIT = 200;

const WARNING = `Warning: destinations may count these twice. What Segment has stays there; the corrections come beside it, under
messageIds of their own. Correct only what you know to be wrong, and look at --dry-run first.`;

/** Has webhooks mapped again by the service, which may run meanwhile. */
export function replay(
  env: NodeJS.ProcessEnv,
  { selection: all, id, dryRun, json }: ReplayOptions,
): Promise<void> {
  return operating(env, async (operations) => {
    const key = id === undefined ? undefined : await keyOf(operations, id);
    if (key === '') return;
    const selection = { ...all, key };
    if (selection.mode.type === 'correct') console.error(WARNING);
    const total = await operations.countReplayable(selection);
    if (dryRun) {
      if (json) console.log(JSON.stringify({ webhooks: total, dryRun }));
      else
        console.log(
          `${webhooks(total)} would be mapped again. Nothing was changed.`,
        );
      return;
    }
    const done = await replayAll(operations, selection, total);
    if (json) console.log(JSON.stringify({ webhooks: done, dryRun }));
    else
      console.log(
        done === 0
          ? 'Nothing to replay.'
          : `${webhooks(done)} will be mapped again, within half a minute where the service is running. Follow it: storefront-events tail`,
      );
  });
}

/** The key of the webhook; empty, with an error printed, if there is not exactly one. */
async function keyOf(operations: Operations, id: string): Promise<string> {
  const found = await operations.find(id);
  if (found.status === 'found') return found.webhook.key;
  fail(
    found.status === 'none'
      ? `Nothing has an id that begins with ${id}: storefront-events dead list`
      : `More than one id begins with ${id}: give more of it.`,
  );
  return '';
}

async function replayAll(
  operations: Operations,
  selection: ReplaySelection,
  total: number,
): Promise<number> {
  // Standard output may be read by a program.
  const bar = new SingleBar({
    format: 'replaying {bar} {value}/{total} · {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
  });
  bar.start(total, 0);
  let done = 0;
  try {
    for (let after: number | undefined = 0; after !== undefined;) {
      const { webhooks, next } = await operations.replay(
        selection,
        after,
        LIMIT,
      );
      done += webhooks;
      bar.update(Math.min(done, total));
      after = next;
    }
  } finally {
    bar.stop();
  }
  return done;
}

function webhooks(count: number): string {
  return count === 1 ? '1 webhook' : `${count.toLocaleString('en')} webhooks`;
}
