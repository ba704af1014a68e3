import type { CustomPlatform, PlatformReading } from '../../platform.ts';
import type { Driver, Past, Running, Stage } from './driver.ts';

const PAST = '2026-11-01T08:00:00.000Z';
const START = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE_MS = 60_000;

/**
 * A page of its own (an iframe's window), and the driver's adapter watching it. What is given as `past` is there before
 * the adapter: the platform, or something that is not quite it.
 */
export function watchOn(
  driver: Driver,
  past?: Past | ((stage: Stage) => void),
) {
  const frame = globalThis.document.createElement('iframe');
  globalThis.document.body.append(frame);
  let time = START;
  const stage: Stage = {
    window: frame.contentWindow as unknown as Stage['window'],
    now: () => new Date(time),
    past: PAST,
  };
  let running: Running | undefined;
  if (typeof past === 'function') past(stage);
  else if (past) running = driver.start(stage, past);
  const readings: PlatformReading[] = [];
  const waiting = new Set<() => void>();
  const platform = driver.createPlatform({
    categories: driver.categories,
    window: stage.window,
    now: stage.now,
    custom: stage.window['own'] as CustomPlatform | undefined,
  });
  const stop = platform.watch((reading) => {
    readings.push(reading);
    waiting.forEach((look) => {
      look();
    });
  });
  return {
    stage,
    readings,
    last: () => readings.at(-1),
    running: running as Running,
    start: (later: Past) => {
      running = driver.start(stage, later);
    },
    open: platform.open,
    stop,
    /** A minute passes. */
    tick: () => {
      time += MINUTE_MS;
      return new Date(time).toISOString();
    },
    /** Resolves when all that is under way has come: promises, and what was put off to the next task. */
    settle: () =>
      new Promise<void>((resolve) => {
        setTimeout(() => setTimeout(resolve));
      }),
    /** Resolves with the reading for which it is true. */
    until: (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (isSo()) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
