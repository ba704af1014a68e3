import type { CategoryPreferences } from '@storefront-events/plan/wire';

/** What a consent platform says at one moment. Before the visitor has decided it is `pending`, whatever the platform shows. */
export type PlatformReading =
  | { readonly status: 'pending' }
  | {
      readonly status: 'decided';
      readonly categoryPreferences: CategoryPreferences;
      /** When the visitor decided: ISO 8601. */
      readonly decidedAt: string;
    };

/** A consent platform, seen through two functions. Each platform is one file in `platforms/`. */
export interface ConsentPlatform {
  /** Calls back with what the visitor has decided and with every change of it. Returns how to stop listening. */
  readonly watch: (onReading: (reading: PlatformReading) => void) => () => void;
}
