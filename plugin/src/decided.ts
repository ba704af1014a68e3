/**
 * What is needed once a visitor has decided, one way or the other. It is imported dynamically then, so that a page on
 * which nobody decides carries none of it. Analytics.js is a further chunk, after a grant only.
 */
import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type {
  AnalyticsSettings,
  Farewell,
  LoadAnalytics,
} from './analytics/port.ts';
import { loadAnalytics } from './analytics/load-analytics.ts';
import type { Call, CallStamp } from './call.ts';
import { UNDECIDED, type Visitor } from './consent/consent.ts';
import { updateConsentMode } from './consent/google-consent-mode.ts';
import type { PlatformReading } from './consent/platform.ts';
import { cartTokenOf, postChoice, type Receipt } from './consent/receipt.ts';
import { VisitorWatch, type ChangeOrigin } from './consent/watch-visitor.ts';
import { eraseAnalyticsStorage } from './erase.ts';
import { GatedAnalytics } from './gated-analytics.ts';
import type { Inspection } from './inspection.ts';
import { guarded } from './guarded.ts';
import type { PluginOptions } from './options.ts';
import { settingsOf, type Settings } from './settings.ts';
import type { Waiting } from './waiting.ts';
import { initialGate, isForgotten } from './gate.ts';
import type { Page } from './page.ts';
import type { StorefrontConfig } from './storefront-config.ts';

export interface DecidedDependencies {
  readonly options: PluginOptions;
  readonly config: StorefrontConfig;
  readonly window: Window;
  readonly now: () => Date;
  /** When the page was opened, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly landing: Pick<Page, 'referrer' | 'search'>;
  /** What was held while nobody had decided. */
  readonly waiting: Waiting;
  /** A fresh random UUID. */
  readonly newId: () => string;
  /** A new message's id and time. */
  readonly stamp: () => Omit<CallStamp, 'page'>;
  /** Calls back with the page as soon as its title is known. */
  readonly withPage: (use: (page: Page) => void) => void;
  readonly cartId: () => string | undefined;
  /** Work under way that a visitor who leaves may wait for. */
  readonly hold: (work: Promise<unknown>) => void;
  readonly onVisitor: (visitor: Visitor) => void;
}

/** Starts from what was held, with a gate and a watch on the visitor's choice. */
export function startDecided(
  dependencies: DecidedDependencies,
  load: LoadAnalytics = loadAnalytics,
): Decided {
  const decided = new Decided(dependencies, load);
  decided.start();
  return decided;
}

/** The gate at work: it hears of the visitor's choice, and has Analytics.js loaded, told and stopped. */
export class Decided {
  private readonly dependencies: DecidedDependencies;
  private readonly settings: Settings;
  private readonly analytics: GatedAnalytics;
  private readonly watch: VisitorWatch;
  private visitor = UNDECIDED;
  private farewell: Farewell | undefined;

  constructor(dependencies: DecidedDependencies, load: LoadAnalytics) {
    const { config, window, now, startedAt, waiting, hold, newId } =
      dependencies;
    const settings = settingsOf(dependencies.options);
    this.dependencies = dependencies;
    this.settings = settings;
    this.analytics = new GatedAnalytics({
      state: initialGate(settings.beforeConsent, waiting),
      load,
      hold,
      settingsFor: (attempt) => this.analyticsSettings(attempt),
      announce: () => {
        this.announce();
      },
      farewell: () => this.farewell,
      onStopped: () => {
        this.eraseUnlessGranted();
        // Added now, it runs after the listeners of Analytics.js, which write what they hold when the page is left.
        window.addEventListener('pagehide', this.eraseUnlessGranted);
      },
    });
    this.watch = new VisitorWatch({
      settings: settings.consent,
      config,
      window,
      now,
      newId,
      startedAt,
      onChange: (visitor, origin) => {
        this.onChange(visitor, origin);
      },
    });
  }

  start(): void {
    this.watch.start();
  }

  /** The consent platform says something. */
  onReading(reading: PlatformReading): void {
    this.watch.onReading(reading);
  }

  /** Another tab, or a page before this one, may have changed the choice. */
  follow(): void {
    this.watch.follow();
  }

  /** Gives the visitor another anonymous id. False where they have none. */
  renewId(): boolean {
    if (!this.visitor.anonymousId) return false;
    this.watch.renewId(this.dependencies.newId());
    return true;
  }

  inspect(): Inspection {
    const { phase, sent, dropped } = this.analytics.state;
    return {
      phase: phase.name,
      reason: 'reason' in phase ? phase.reason : undefined,
      held: 'held' in phase ? phase.held.length : 0,
      sent,
      dropped,
    };
  }

  call(call: Call): void {
    this.analytics.dispatch({ type: 'call', call });
  }

  /** True where a call made now is neither sent nor held: then it is counted. Looks first whether the choice holds. */
  forgets(): boolean {
    this.watch.recheck();
    const forgotten = isForgotten(this.analytics.state);
    if (forgotten) this.analytics.dispatch({ type: 'forgotten-call' });
    return forgotten;
  }

  leavePage(): void {
    this.analytics.dispatch({ type: 'page-left' });
  }

  private onChange(next: Visitor, origin: ChangeOrigin): void {
    const { stamp, withPage, onVisitor } = this.dependencies;
    const before = this.visitor;
    this.visitor = next;
    const { anonymousId } = next;
    const isHere = origin === 'here';
    // Our own service is told first, while there is still an id to tell.
    if (isHere) this.report(before.anonymousId);
    this.farewell =
      isHere && this.settings.consent.announceWithdrawal
        ? farewellOf(before, next, stamp())
        : undefined;
    this.tellGate(isHere);
    if (narrows(before, next)) this.analytics.current()?.narrow();
    if (before.anonymousId && anonymousId && before.anonymousId !== anonymousId)
      withPage((page) => {
        this.call({ ...stamp(), page, type: 'reset', anonymousId });
      });
    this.tellGoogle();
    onVisitor(next);
  }

  private tellGate(fresh: boolean): void {
    const { consent, anonymousId } = this.visitor;
    if (consent.status === 'unknown') {
      this.analytics.dispatch({ type: 'undecided' });
      if (consent.lapsed) this.eraseUnlessGranted();
      return;
    }
    this.analytics.dispatch({
      type: 'decided',
      granted: !!anonymousId,
      fresh,
      at: this.dependencies.now().getTime(),
    });
    this.eraseUnlessGranted();
  }

  /** @param leaving the id of a visitor who withdraws */
  private report(leaving: string | undefined): void {
    const { config, window, cartId, hold, newId } = this.dependencies;
    const { settings } = this;
    const { consent, model, anonymousId } = this.visitor;
    if (consent.status !== 'decided') return;
    const receipt: Receipt = {
      receiptId: newId(),
      consent,
      model,
      platform: settings.consent.platform,
      anonymousId,
    };
    guarded(() => config.onReceipt?.(receipt));
    const { endpoint } = settings.consentReceipts ?? {};
    if (endpoint)
      hold(
        postChoice(window, endpoint, receipt, leaving, cartTokenOf(cartId())),
      );
  }

  private tellGoogle(): void {
    const { googleConsentMode } = this.settings;
    const { consent } = this.visitor;
    if (googleConsentMode)
      updateConsentMode(
        this.dependencies.window,
        googleConsentMode,
        consent.status === 'unknown' ? undefined : consent.categoryPreferences,
      );
  }

  private announce(): void {
    const { stamp, withPage, hold } = this.dependencies;
    const stamped = stamp();
    withPage((page) => {
      const sent = this.analytics
        .current()
        ?.send({ ...stamped, page, ...PREFERENCE_UPDATED }, false);
      if (sent) hold(sent);
    });
  }

  private analyticsSettings(attempt: number): AnalyticsSettings {
    const { landing, stamp, window, newId } = this.dependencies;
    const { settings } = this;
    return {
      settings,
      landing,
      window,
      anonymousId: this.visitor.anonymousId ?? newId(),
      decidedAt: stamp().timestamp,
      wanted: () =>
        !!this.visitor.anonymousId && this.analytics.state.attempts === attempt,
      categories: () => answersOf(this.visitor),
      onNewId: (id) => {
        this.watch.renewId(id);
      },
    };
  }

  private readonly eraseUnlessGranted = (): void => {
    if (!this.visitor.anonymousId)
      eraseAnalyticsStorage(this.dependencies.window);
  };
}

/** Reserved by Segment: https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/ */
const PREFERENCE_UPDATED = {
  type: 'track',
  event: 'Segment Consent Preference Updated',
  properties: {},
} as const;

function answersOf({ consent }: Visitor): CategoryPreferences {
  return consent.status === 'unknown' ? {} : consent.categoryPreferences;
}

/** What is said last of a visitor who withdraws. Nothing under Global Privacy Control. */
function farewellOf(
  { anonymousId }: Visitor,
  next: Visitor,
  stamped: Omit<CallStamp, 'page'>,
): Farewell | undefined {
  return anonymousId && !next.gpc
    ? { ...stamped, anonymousId, categoryPreferences: answersOf(next) }
    : undefined;
}

/** True where something granted before is not any more. */
function narrows(before: Visitor, next: Visitor): boolean {
  const now = answersOf(next);
  return Object.entries(answersOf(before)).some(
    ([category, granted]) => granted && !now[category],
  );
}
