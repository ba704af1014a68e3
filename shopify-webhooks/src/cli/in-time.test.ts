import { pino } from 'pino';
import { inTime } from './in-time.ts';

const logged: string[] = [];
const log = pino({}, { write: (line: string) => logged.push(line) });

beforeEach(() => {
  logged.length = 0;
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('ends the process when the stop has not ended after 9 seconds, and says so', async () => {
  const exit = jest.fn();
  const stopped = Promise.withResolvers<undefined>();
  const stopping = inTime(() => stopped.promise.then(), log, exit);
  jest.advanceTimersByTime(8999);
  expect(exit).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(exit).toHaveBeenCalledTimes(1);
  expect(logged.join()).toContain('not stopped after 9 s');
  stopped.resolve(undefined);
  await stopping;
});

it('leaves a process alone that stops in time', async () => {
  const exit = jest.fn();
  await inTime(() => Promise.resolve(), log, exit);
  jest.advanceTimersByTime(60_000);
  expect(exit).not.toHaveBeenCalled();
});
