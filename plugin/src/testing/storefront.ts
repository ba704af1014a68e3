import type {
  AnalyticsSettings,
  Farewell,
  LoadResult,
} from '../analytics/port.ts';
import type { Call } from '../call.ts';
import type { Check } from '../check.ts';
import type { PlatformReading } from '../consent/platform.ts';
import { startDecided } from '../decided.ts';
import type { Settings } from '../settings.ts';
import { createStorefront } from '../storefront.ts';
import type { StorefrontConfig } from '../storefront-config.ts';
import { consentSettings } from './settings.ts';

/** When the page was opened. */
export const started = new Date('2026-11-21T10:00:00.000Z');
const later = '2026-11-21T10:01:00.000Z';

/** A choice of the visitor. */
export const choice = (
  analytics: boolean,
  decidedAt: string | undefined = later,
  marketing = false,
): PlatformReading => ({
  status: 'decided',
  categoryPreferences: { analytics, marketing },
  decidedAt,
});

export interface Opened {
  /** Analytics.js is kept from loading. */
  readonly blocked?: boolean;
  readonly arrival?: Promise<unknown>;
  readonly config?: StorefrontConfig;
  readonly check?: Check;
  readonly consent?: Partial<Settings['consent']>;
  readonly settings?: Partial<Omit<Settings, 'consent'>>;
  /** How often the part for the decided cannot be loaded. */
  readonly failures?: number;
}

/** A storefront whose Analytics.js arrives in a later task, or when the test says so. */
export function open({
  blocked = false,
  arrival = Promise.resolve(),
  config = {},
  check,
  consent,
  settings,
  failures = 0,
}: Opened = {}) {
  let say: (reading: PlatformReading) => void = () => undefined;
  let failuresLeft = failures;
  const time = { now: started };
  const loads: AnalyticsSettings[] = [];
  const sent: Call[] = [];
  const stops: number[] = [];
  const farewells: (Farewell | undefined)[] = [];
  const narrowed: number[] = [];
  const load = async (about: AnalyticsSettings): Promise<LoadResult> => {
    const attempt = loads.push(about);
    await arrival;
    if (blocked) return { status: 'failed', reason: 'blocked' };
    return {
      status: 'loaded',
      analytics: {
        send: (call) => {
          sent.push(call);
          return Promise.resolve();
        },
        stop: (farewell) => {
          stops.push(attempt);
          farewells.push(farewell);
          return Promise.resolve();
        },
        narrow: () => narrowed.push(attempt),
      },
    };
  };
  const storefront = createStorefront({
    options: {
      writeKey: 'key',
      ...settings,
      consent: { ...consentSettings, ...consent },
    },
    config,
    platform: {
      watch: (onReading) => {
        say = onReading;
        return () => undefined;
      },
      open: () => undefined,
    },
    loadDecided: () =>
      failuresLeft-- > 0
        ? Promise.reject(new Error('ChunkLoadError'))
        : Promise.resolve((dependencies) => startDecided(dependencies, load)),
    check,
    window: pageWindow(),
    now: () => time.now,
  });
  const settle = async () => {
    // Analytics.js arrives in a later task.
    await new Promise((resolve) => setTimeout(resolve));
    await storefront.flush(1000);
  };
  return {
    storefront,
    loads,
    sent,
    stops,
    farewells,
    narrowed,
    time,
    settle,
    say: async (reading: PlatformReading) => {
      say(reading);
      await settle();
    },
  };
}

/** What calls are, for a list. */
export const names = (calls: readonly Call[]) =>
  calls.map((call) => (call.type === 'track' ? call.event : call.type));

/** Enough for any event of the plan that these tests make. */
export const product = {
  name: 'Sencha',
  value: 1,
  total: 1,
  products: [],
  product_id: '1',
  sku: 'A',
  price: 1,
  quantity: 1,
  currency: 'EUR',
};

const listening: (() => void)[] = [];

/** Ends the pages that were opened: they would go on hearing what happens in the next test. */
export function closePages(): void {
  for (const stop of listening.splice(0)) stop();
}

/** The window, as one page has it. */
function pageWindow(): Window {
  return new Proxy(globalThis.window, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === 'addEventListener')
        return (type: string, listener: EventListener) => {
          target.addEventListener(type, listener);
          listening.push(() => {
            target.removeEventListener(type, listener);
          });
        };
      return typeof value === 'function'
        ? (value as () => unknown).bind(target)
        : value;
    },
  });
}
