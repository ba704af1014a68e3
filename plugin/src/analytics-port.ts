/** What the plugin wants of Analytics.js: so that everything but `analytics.ts` can be tested without it. */
import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { Call } from './call.ts';

/** A loaded Analytics.js. */
export interface LoadedAnalytics {
  /** Hands a call over. Resolves when it was delivered or given up on; never rejects. */
  readonly send: (call: Call) => Promise<void>;
  /** Nothing leaves this instance any more, not even a retry: Analytics.js itself cannot be unloaded. */
  readonly stop: () => void;
}

export interface AnalyticsSettings {
  readonly writeKey: string;
  readonly cdnURL: string | undefined;
  readonly apiHost: string | undefined;
  readonly anonymousId: string;
  /** False once the visitor has changed their mind: then nothing is asked for, set or sent. */
  readonly wanted: () => boolean;
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
