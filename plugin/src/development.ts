/** Imported dynamically, and never in production: what helps whoever develops the shop. */
import type { CallContent } from './call.ts';
import { developmentCheck } from './development-check.ts';
import { createEventLog } from './developer-view/event-log.ts';
import type { BrowserOptions } from './options.ts';
import type { Storefront } from './storefront-api.ts';
import type { StorefrontConfig } from './storefront-config.ts';

export interface Development {
  readonly options: BrowserOptions;
  readonly window: Window;
  readonly now: () => Date;
  /** The page's storefront, once it has started. */
  readonly storefront: () => Storefront | undefined;
}

/** Looks at a call that was made at this time. */
export type TimedCheck = (content: CallContent, at: Date) => void;

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Starts the check, and in `gatsby develop` the developer view, which shows what it sees. */
export async function startDevelopment(
  config: StorefrontConfig,
  { options, window, storefront }: Development,
): Promise<TimedCheck> {
  const log = createEventLog();
  const running = storefront();
  if (
    running &&
    process.env.NODE_ENV === 'development' &&
    options.developerView !== false
  ) {
    const { showDeveloperView } = await import('./developer-view/show.ts');
    showDeveloperView(window, running, log);
  }
  return developmentCheck(config, (seen) => {
    log.add({ ...seen, path: window.location.pathname });
  });
}
