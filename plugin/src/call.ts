import type { Page } from './page.ts';

/** One call to Analytics.js, complete when it was made: it can wait without losing its time, id or page. */
export type Call = {
  readonly messageId: string;
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  readonly page: Page;
} & (
  | { readonly type: 'page'; readonly name?: string }
  | {
      readonly type: 'track';
      readonly event: string;
      readonly properties: Readonly<Record<string, unknown>>;
    }
);
