import type { Check } from './development-check.ts';
import type { StorefrontConfig } from './storefront-config.ts';

export type { Check } from './development-check.ts';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * The check for this build: none in production, where not one byte of it is shipped. Elsewhere the validators are on
 * their way; what is tracked meanwhile is looked at when they have come.
 */
export function checkFor(config: StorefrontConfig): Check | undefined {
  // The import must stand inside this condition: webpack leaves out a branch that is never taken, not what follows a
  // return.
  if (process.env.NODE_ENV !== 'production')
    return whenLoaded(
      import('./development-check.ts').then(({ developmentCheck }) =>
        developmentCheck(config),
      ),
    );
  return undefined;
}

function whenLoaded(loading: Promise<Check>): Check {
  const early: Parameters<Check>[] = [];
  let check: Check = (...event) => {
    early.push(event);
  };
  loading
    .then((loaded) => {
      check = loaded;
      for (const event of early) loaded(...event);
    })
    .catch((error: unknown) => {
      console.error('gatsby-plugin-storefront-events:', error);
    });
  return (...event) => {
    check(...event);
  };
}
