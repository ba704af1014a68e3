import type { Call, CallContent } from './call.ts';
import type { Check } from './check.ts';
import { MEMORY_KEY } from './consent/memory-key.ts';
import type { ConsentPlatform } from './consent/platform.ts';
import type { Decided, DecidedDependencies } from './decided.ts';
import { guarded } from './guarded.ts';
import { createInFlight } from './in-flight.ts';
import type { BrowserOptions } from './options.ts';
import type { RunningStorefront } from './storefront-api.ts';
import type { StorefrontConfig } from './storefront-config.ts';
import { createVisitorState } from './visitor-state.ts';
import { createVisits, type Visits } from './visits.ts';
import { drop, hold, leavePage } from './waiting.ts';
import { createWhenDecided, type WhenDecided } from './when-decided.ts';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

export interface StorefrontDependencies {
  readonly options: BrowserOptions;
  readonly config: StorefrontConfig;
  readonly platform: ConsentPlatform;
  /** Brings what is needed once somebody has decided. */
  readonly loadDecided: () => Promise<
    (dependencies: DecidedDependencies) => Decided
  >;
  /** Looks at each call; none in production. */
  readonly check: Check | undefined;
  readonly window: Window;
  readonly now: () => Date;
}

/** Holds what happens until somebody has decided, and hands it to what is needed then. */
export function createStorefront(
  dependencies: StorefrontDependencies,
): RunningStorefront {
  const { options, config, platform, window, now } = dependencies;
  const { document, location } = window;
  const landing = { referrer: document.referrer, search: location.search };
  const startedAt = now().getTime();
  const visits = createVisits(window, location, options.pages || {});
  const inFlight = createInFlight();
  const visitor = createVisitorState(window);
  let cartId: string | undefined;

  const whenDecided = createWhenDecided(async () => {
    const start = await dependencies.loadDecided();
    return (waiting) =>
      start({
        options,
        config,
        window,
        now,
        startedAt,
        landing,
        waiting,
        withPage: visits.withPage,
        hold: inFlight.hold,
        cartId: () => cartId,
        onVisitor: visitor.set,
      });
  }, inFlight.hold);

  const call = callBy(dependencies, visits, whenDecided);
  watchForDecision(dependencies, whenDecided);

  return {
    ...followRoutes(dependencies, visits, whenDecided, call),
    ...callsBy(whenDecided, call),
    visitor: visitor.get,
    onVisitorChange: visitor.subscribe,
    openConsent() {
      guarded(config.openConsent || platform.open);
    },
    setCart(id) {
      if (id === cartId) return;
      cartId = id;
      const decided = whenDecided.get();
      if (decided) decided.onCart();
    },
    hold: inFlight.hold,
    flush(timeoutMs) {
      visits.settle();
      return inFlight.flush(timeoutMs);
    },
    inspect: whenDecided.inspect,
  };
}

type MakeCall = (content: CallContent) => void;

/** What a site reports. */
function callsBy(
  whenDecided: WhenDecided,
  call: MakeCall,
): Pick<RunningStorefront, 'track' | 'identify' | 'reset'> {
  return {
    track(event, properties) {
      call({ type: 'track', event, properties });
    },
    identify(userId, traits = {}) {
      call({ type: 'identify', userId, traits });
    },
    reset() {
      const decided = whenDecided.get();
      if (!decided || !decided.renewId())
        call({ type: 'reset', anonymousId: undefined });
    },
  };
}

/** Makes calls: each complete when it was made, and handed on once the page's title is known. */
function callBy(
  { options, check, now }: StorefrontDependencies,
  visits: Visits,
  whenDecided: WhenDecided,
): MakeCall {
  return (content) => {
    if (process.env.NODE_ENV !== 'production' && check) check(content);
    // Forgotten at once: made after a refusal it stays refused, though the visitor may grant while the title is on its
    // way; and what the owner wants dropped was made before the choice.
    const decided = whenDecided.get();
    if (decided ? decided.forgets() : options.beforeConsent === 'drop') {
      if (!decided)
        whenDecided.wait(({ held, dropped }) => ({
          held,
          dropped: drop(dropped, 'not-held', 1),
        }));
      return;
    }
    const timestamp = now().toISOString();
    visits.withPage((page) => {
      const call: Call = { timestamp, page, ...content };
      const now = whenDecided.get();
      if (now) now.call(call);
      else whenDecided.wait((waiting) => hold(waiting, call));
    });
  };
}

/** Follows Gatsby's routes. */
function followRoutes(
  { options }: StorefrontDependencies,
  visits: Visits,
  whenDecided: WhenDecided,
  call: MakeCall,
): Pick<RunningStorefront, 'onPreRouteUpdate' | 'onRouteUpdate'> {
  let pageCalled = false;
  return {
    onPreRouteUpdate(at) {
      if (!visits.enter(at)) return;
      pageCalled = false;
      const decided = whenDecided.get();
      if (decided) decided.leavePage();
      // What was held for somebody who has decided is theirs to send or forget, once that can be done.
      else if (!whenDecided.retry())
        whenDecided.wait((waiting) =>
          leavePage(waiting, options.beforeConsent),
        );
    },
    onRouteUpdate() {
      if (pageCalled) return;
      pageCalled = true;
      call({ type: 'page' });
    },
  };
}

/** Listens for a decision: of the consent platform, in another tab, or on a page that came back by the back button. */
function watchForDecision(
  { options, config, platform, window }: StorefrontDependencies,
  whenDecided: WhenDecided,
): void {
  const { model, region } = options.consent || {};
  const follow = () => {
    whenDecided.then((decided) => {
      decided.follow();
    });
  };
  const onStorage = ({ key }: StorageEvent) => {
    if (key === MEMORY_KEY) follow();
  };
  // Whoever decides in another tab looks away from this one. Listening costs a page some milliseconds, because the
  // browser then opens its storage.
  const listen = () => {
    window.addEventListener('storage', onStorage);
  };
  if (window.document.hasFocus()) window.addEventListener('blur', listen);
  else listen();
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) follow();
  });
  guarded(() =>
    platform.watch((reading) => {
      // For somebody who has not decided it takes none of it.
      if (reading.status === 'decided') listen();
      if (reading.status === 'decided' || reading.region || whenDecided.get())
        whenDecided.then((decided) => {
          decided.onReading(reading);
        }, reading.status === 'decided');
    }),
  );
  if (model === 'opt-out' || region || config.consentModel)
    whenDecided.then(() => undefined);
}
