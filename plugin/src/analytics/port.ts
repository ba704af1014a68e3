/** What the plugin wants of Analytics.js: so that everything but `analytics.ts` can be tested without it. */
import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { Call } from '../call.ts';
import type { Settings } from '../settings.ts';
import type { Page } from '../page.ts';
import type { StorefrontConfig } from '../storefront-config.ts';

/** A loaded Analytics.js. */
export interface LoadedAnalytics {
  /** Hands a call over. Resolves when it was delivered or given up on; never rejects. `replayed`: it was held. */
  readonly send: (call: Call, replayed: boolean) => Promise<void>;
  /**
   * Nothing leaves this instance any more, not even a retry: Analytics.js itself cannot be unloaded. Resolves when the
   * farewell, if there is one, has arrived or was given up on.
   */
  readonly stop: (farewell: Farewell | undefined) => Promise<void>;
  /** The visitor has taken something back and left the rest. */
  readonly narrow: () => void;
}

/** The last thing said of a visitor who withdraws: their answers and their id, and nothing else. */
export interface Farewell {
  readonly messageId: string;
  readonly timestamp: string;
  readonly anonymousId: string;
  readonly categoryPreferences: CategoryPreferences;
}

export interface AnalyticsSettings {
  readonly settings: Settings;
  readonly config: Pick<StorefrontConfig, 'pageName'>;
  readonly window: Window;
  readonly anonymousId: string;
  /** Where the visit began: calls that are replayed carry its referrer and campaign. */
  readonly landing: Pick<Page, 'referrer' | 'search'>;
  /** When the visitor decided: ISO 8601. */
  readonly decidedAt: string;
  /** False once the visitor has changed their mind: then nothing is asked for, set or sent. */
  readonly wanted: () => boolean;
  /** Analytics.js has given the browser another anonymous id: somebody else has signed in. */
  readonly onNewId: (id: string) => void;
  /** The visitor's current answers; read again for every message. */
  readonly categories: () => CategoryPreferences;
}

export type LoadResult =
  | { readonly status: 'loaded'; readonly analytics: LoadedAnalytics }
  /** Blocked by the visitor's browser, or Segment's settings could not be read. */
  | { readonly status: 'failed'; readonly reason: unknown };

export type LoadAnalytics = (
  settings: AnalyticsSettings,
) => Promise<LoadResult>;
