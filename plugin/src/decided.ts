/**
 * What is needed once a visitor has decided, one way or the other. It is imported dynamically then, so that a page on
 * which nobody decides carries none of it. Analytics.js is a further chunk, after a grant only.
 */
import type {
  AnalyticsSettings,
  Farewell,
  LoadAnalytics,
} from './analytics/port.ts';
import { loadAnalytics } from './analytics/load-analytics.ts';
import type { Call } from './call.ts';
import {
  answersOf,
  decidedAtOf,
  farewellOf,
  narrows,
} from './consent/answers.ts';
import { UNDECIDED, type Visitor } from './consent/consent.ts';
import { updateConsentMode } from './consent/google-consent-mode.ts';
import type { PlatformReading } from './consent/platform.ts';
import type { Receipt } from './consent/receipt.ts';
import { tellService } from './consent/tell-service.ts';
import { VisitorWatch, type ChangeOrigin } from './consent/watch-visitor.ts';
import { eraseAnalyticsStorage } from './erase.ts';
import { GatedAnalytics } from './gated-analytics.ts';
import { inspectionOf, type Inspection } from './inspection.ts';
import { guarded } from './guarded.ts';
import type { BrowserOptions } from './options.ts';
import { PREFERENCE_UPDATED } from './preference-updated.ts';
import { settingsOf, type Settings } from './settings.ts';
import type { Waiting } from './waiting.ts';
import { initialGate, isForgotten } from './gate.ts';
import type { Page } from './page.ts';
import { randomId } from './random-id.ts';
import type { StorefrontConfig } from './storefront-config.ts';

export interface DecidedDependencies {
  readonly options: BrowserOptions;
  readonly config: StorefrontConfig;
  readonly window: Window;
  readonly now: () => Date;
  /** When the page was opened, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly landing: Pick<Page, 'referrer' | 'search'>;
  /** What was held while nobody had decided. */
  readonly waiting: Waiting;
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
  return new Decided(dependencies, load);
}

/** The gate at work: it hears of the visitor's choice, and has Analytics.js loaded, told and stopped. */
export class Decided {
  private readonly dependencies: DecidedDependencies;
  private readonly settings: Settings;
  private readonly analytics: GatedAnalytics;
  private readonly watch: VisitorWatch;
  private visitor = UNDECIDED;
  private farewell: Farewell | undefined;
  /** Of the choice in force. */
  private receipt: Receipt | undefined;

  constructor(dependencies: DecidedDependencies, load: LoadAnalytics) {
    const { config, window, now, startedAt, waiting, hold, landing } =
      dependencies;
    const settings = settingsOf(
      dependencies.options,
      config.consentPlatform !== undefined,
    );
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
        window.removeEventListener('pagehide', this.eraseUnlessGranted);
        window.addEventListener('pagehide', this.eraseUnlessGranted);
      },
    });
    this.watch = new VisitorWatch({
      settings: settings.consent,
      config,
      window,
      now,
      newId: this.newId,
      startedAt,
      landing,
      onChange: (visitor, origin, leaving) => {
        this.onChange(visitor, origin, leaving);
      },
    });
  }

  /** Looks for what there is without the platform. After what the platform has said meanwhile, which counts more. */
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
    this.watch.renewId(this.newId());
    return true;
  }

  inspect(): Inspection {
    return inspectionOf(this.analytics.state);
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

  private onChange(
    next: Visitor,
    origin: ChangeOrigin,
    leaving: string | undefined,
  ): void {
    const { withPage, onVisitor } = this.dependencies;
    const before = this.visitor;
    this.visitor = next;
    const { anonymousId } = next;
    const isHere = origin === 'here';
    // Our own service is told first, while there is still an id to tell.
    this.receipt = undefined;
    // A withdrawal that was made where the plugin did not run is told as soon as it is known.
    if (isHere || (leaving && origin === 'earlier')) this.report(leaving);
    if (!isHere && !before.anonymousId && anonymousId) this.onCart();
    this.farewell =
      isHere && this.settings.consent.announceWithdrawal
        ? farewellOf(before, next, this.newId(), this.time())
        : undefined;
    this.tellGate(isHere);
    if (before.anonymousId && anonymousId && before.anonymousId !== anonymousId)
      withPage((page) => {
        this.call({ timestamp: this.time(), page, type: 'reset', anonymousId });
      });
    this.tellGoogle();
    onVisitor(next);
    // Last: it may reload the page.
    if (narrows(before, next)) this.analytics.narrow();
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

  /**
   * The visitor has another cart. Doubles what the cart's attributes say: they may get lost, and a choice may change
   * after the checkout has begun.
   */
  onCart(): void {
    const receipt = this.receipt ?? this.newReceipt();
    if (receipt && this.dependencies.cartId())
      this.tell('handover', receipt, this.visitor.anonymousId);
  }

  /** @param leaving the id of a visitor who withdraws */
  private report(leaving: string | undefined): void {
    const { config } = this.dependencies;
    const receipt = this.newReceipt();
    if (!receipt) return;
    guarded(() => config.onReceipt?.(receipt));
    this.tell('choice', receipt, receipt.anonymousId ?? leaving);
  }

  private newReceipt(): Receipt | undefined {
    const { consent, model, anonymousId } = this.visitor;
    if (consent.status === 'unknown') return undefined;
    this.receipt = {
      receiptId: this.newId(),
      consent,
      model,
      platform: this.settings.consent.platform,
      anonymousId,
    };
    return this.receipt;
  }

  private tell(
    kind: 'choice' | 'handover',
    receipt: Receipt,
    id: string | undefined,
  ): void {
    const { window, cartId, hold } = this.dependencies;
    const { endpoint } = this.settings.consentReceipts ?? {};
    if (endpoint)
      hold(tellService(window, endpoint, kind, receipt, id, cartId()));
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
    const { withPage, hold } = this.dependencies;
    const timestamp = this.time();
    withPage((page) => {
      const sent = this.analytics
        .current()
        ?.send({ timestamp, page, ...PREFERENCE_UPDATED }, false);
      if (sent) hold(sent);
    });
  }

  private analyticsSettings(attempt: number): AnalyticsSettings {
    const { config, landing, window } = this.dependencies;
    const { settings } = this;
    return {
      settings,
      config,
      landing,
      window,
      anonymousId: this.visitor.anonymousId ?? this.newId(),
      decidedAt: decidedAtOf(this.visitor) ?? this.time(),
      wanted: () =>
        !!this.visitor.anonymousId && this.analytics.state.attempts === attempt,
      categories: () => answersOf(this.visitor),
      onNewId: (id) => {
        this.watch.renewId(id);
      },
    };
  }

  private readonly newId = (): string => randomId(this.dependencies.window);

  private time(): string {
    return this.dependencies.now().toISOString();
  }

  private readonly eraseUnlessGranted = (): void => {
    if (!this.visitor.anonymousId)
      eraseAnalyticsStorage(this.dependencies.window);
  };
}
