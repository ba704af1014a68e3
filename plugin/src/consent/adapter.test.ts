import { createTeller, whenThere, type Finding } from './adapter.ts';
import type { PlatformReading } from './platform.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const yes: Finding = { answers: { analytics: true } };
const no: Finding = { answers: { analytics: false } };
const undecided: Finding = { answers: undefined };

function tellerOf(...findings: (Finding | null | Error)[]) {
  const readings: PlatformReading[] = [];
  const tell = createTeller(
    { now: () => new Date(NOW) },
    (reading) => readings.push(reading),
    () => {
      const found = findings.shift() ?? null;
      if (found instanceof Error) throw found;
      return found;
    },
  );
  return { readings, tell };
}

const times = (readings: readonly PlatformReading[]) =>
  readings.map((reading) =>
    reading.status === 'decided' ? reading.decidedAt : 'pending',
  );

describe('telling', () => {
  it('does not know the time of what was decided before', () => {
    const { readings, tell } = tellerOf(undecided, yes, yes);
    tell();
    tell();
    tell();
    expect(times(readings)).toEqual(['pending', undefined, undefined]);
  });

  it('knows the time of an act, and keeps it', () => {
    const { readings, tell } = tellerOf(yes, yes);
    tell(true);
    tell();
    expect(times(readings)).toEqual([NOW, NOW]);
  });

  it('knows the time of a change', () => {
    const { readings, tell } = tellerOf(yes, no);
    tell();
    tell();
    expect(times(readings)).toEqual([undefined, NOW]);
  });

  it('knows the time of what is decided anew after it was taken back', () => {
    const { readings, tell } = tellerOf(yes, undecided, yes);
    tell();
    tell();
    tell();
    expect(times(readings)).toEqual([undefined, 'pending', NOW]);
  });

  it('is pending where the platform throws, and says so', () => {
    const complaints = jest.spyOn(console, 'error').mockReturnValue();
    const { readings, tell } = tellerOf(yes, new Error('it fails'));
    tell();
    tell();
    expect(times(readings)).toEqual([undefined, 'pending']);
    expect(complaints).toHaveBeenCalledTimes(1);
    complaints.mockRestore();
  });

  it('says nothing where the platform is not there', () => {
    const { readings, tell } = tellerOf(yes, null);
    tell();
    tell();
    expect(times(readings)).toEqual([undefined]);
  });
});

describe('waiting', () => {
  /** A window whose timers run when told. */
  function clock() {
    const waits: number[] = [];
    let next: (() => void) | undefined;
    return {
      waits,
      window: {
        setTimeout: (work: () => void, wait: number) => {
          next = work;
          return waits.push(wait);
        },
        clearTimeout: () => {
          next = undefined;
        },
      } as unknown as Window,
      runAll: () => {
        while (next) {
          const work = next;
          next = undefined;
          work();
        }
      },
    };
  }

  it('ends: ever less often, about a minute long', () => {
    const { window, waits, runAll } = clock();
    whenThere(window, () => undefined, fail);
    runAll();
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waits.length).toBeLessThan(20);
    expect(total).toBeGreaterThan(30_000);
    expect(total).toBeLessThan(60_000);
  });

  it('stops when told', () => {
    const { window, runAll } = clock();
    let looks = 0;
    const stop = whenThere(
      window,
      () => {
        looks += 1;
        return undefined;
      },
      fail,
    );
    stop();
    runAll();
    expect(looks).toBe(1);
  });

  it('does not wait for what is there', () => {
    const { window, waits } = clock();
    const found: string[] = [];
    whenThere(
      window,
      () => 'there',
      (thing) => found.push(thing),
    );
    expect([found, waits]).toEqual([['there'], []]);
  });
});

function fail(): never {
  throw new Error('nothing is there');
}
