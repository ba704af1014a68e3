import type { CategoryPreferences } from '@storefront-events/plan/wire';

/** What a consent platform says at one moment. Before the visitor has decided it is `pending`, whatever the platform shows. */
export type PlatformReading =
  | {
      readonly status: 'pending';
      /** Where the platform takes the visitor to be: ISO 3166, such as `DE` or `US-CA`. */
      readonly region?: string | undefined;
    }
  | {
      readonly status: 'decided';
      readonly categoryPreferences: CategoryPreferences;
      /** When the visitor decided: ISO 8601. Undefined: earlier than this page, and the platform does not keep when. */
      readonly decidedAt: string | undefined;
      readonly region?: string | undefined;
    };

/** A consent platform, seen through two functions. Each platform is one file in `platforms/`. */
export interface ConsentPlatform {
  /**
   * Calls back with what the visitor has decided and with every change of it; never with a "no" that nobody said.
   * Returns how to stop listening. The platform may come later than the plugin, or never.
   */
  readonly watch: (onReading: (reading: PlatformReading) => void) => () => void;
  /** Shows the platform's preferences, so that the visitor can decide anew. Does nothing while it is not there. */
  readonly open: () => void;
}

/** What an adapter may need. */
export interface PlatformContext {
  /** Every category the visitor is asked about, by the platform's ids. */
  readonly categories: readonly string[];
  /** The page's window. Read no clock but its own: `now`. */
  readonly window: Window;
  readonly now: () => Date;
  /** What the site's config file gives for `custom`. */
  readonly custom: CustomPlatform | undefined;
}

/** A consent platform of the site's own, for `consent.platform: 'custom'`: three functions. */
export interface CustomPlatform {
  /** What the visitor has decided, as the platform keeps it. */
  readonly read: () => PlatformReading;
  /** Calls back whenever `read` may say something else. Returns how to stop. */
  readonly subscribe: (onChange: () => void) => () => void;
  /** Shows the platform's preferences. */
  readonly open: () => void;
}

/** Each file in `platforms/` exports one, by the name `createPlatform`. The build takes one of them: the site's. */
export type CreatePlatform = (context: PlatformContext) => ConsentPlatform;
