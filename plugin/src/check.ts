import type { CallContent } from './call.ts';
import type { Development, TimedCheck } from './development.ts';
import type { StorefrontConfig } from './storefront-config.ts';

/** Looks at a call before it goes to the gate. May throw: then so does `track`. */
export type Check = (content: CallContent) => void;

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * The check for this build: none in production, where not one byte of it is shipped. Elsewhere the validators are on
 * their way; what is tracked meanwhile is looked at when they have come.
 */
export function checkFor(
  config: StorefrontConfig,
  development: Development,
): Check | undefined {
  // The import must stand inside this condition: webpack leaves out a branch that is never taken, not what follows a
  // return.
  if (process.env.NODE_ENV !== 'production')
    return whenLoaded(
      import('./development.ts').then(({ startDevelopment }) =>
        startDevelopment(config, development),
      ),
      development.now,
    );
  return undefined;
}

function whenLoaded(loading: Promise<TimedCheck>, now: () => Date): Check {
  const early: Parameters<TimedCheck>[] = [];
  let check: TimedCheck = (...call) => {
    early.push(call);
  };
  loading
    .then((loaded) => {
      check = loaded;
      for (const call of early) loaded(...call);
    })
    .catch((error: unknown) => {
      console.error('gatsby-plugin-storefront-events:', error);
    });
  return (content) => {
    check(content, now());
  };
}
