import type { Page } from './page.ts';

/**
 * One call to Analytics.js: it can wait without losing its time or page. Its id comes with its sending, so that a page
 * on which nobody decides has the browser gather no random numbers (measured: 0.5 ms of its first page).
 */
export type Call = CallStamp & CallContent;

/** What each has of its own. */
export type CallContent =
  /** Its name is found when it is sent, see `page-name.ts`. */
  | { readonly type: 'page' }
  | {
      readonly type: 'track';
      readonly event: string;
      readonly properties: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'identify';
      readonly userId: string | undefined;
      readonly traits: Readonly<Record<string, unknown>>;
    }
  /** Forgets who was identified. `anonymousId`: who comes after them. */
  | { readonly type: 'reset'; readonly anonymousId: string | undefined };

/** What every call has. */
export interface CallStamp {
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  readonly page: Page;
}
