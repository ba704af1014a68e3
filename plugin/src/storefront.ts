import type { EventName, PropertiesOf } from '@storefront-events/plan';
import { isGranted } from '@storefront-events/plan/wire';
import type { Check } from './check.ts';
import type { LoadAnalytics } from './analytics-port.ts';
import { anonymousId } from './anonymous-id.ts';
import type { Call } from './call.ts';
import { sameChoice, UNKNOWN, type Consent } from './consent/consent.ts';
import type { ConsentPlatform, PlatformReading } from './consent/platform.ts';
import { eraseAnalyticsStorage } from './erase.ts';
import {
  gate,
  initialGate,
  type GateAction,
  type GateEffect,
  type GateState,
} from './gate.ts';
import type { Settings } from './options.ts';
import type { Page, PageLocation } from './page.ts';
import { randomId } from './random-id.ts';
import { Sender } from './sender.ts';
import type { StorefrontConfig } from './storefront-config.ts';
import { createVisits, type Visits } from './visits.ts';

/** What a site does with the plugin. */
export interface Storefront {
  /** Reports an event of the plan that the front end owns. Held, sent or forgotten by the visitor's choice. */
  readonly track: <Name extends EventName<'front-end'>>(
    event: Name,
    properties: PropertiesOf<Name>,
  ) => void;
  /** What the visitor has decided, and the anonymous id they go by after a grant. The same object until it changes. */
  readonly visitor: () => Visitor;
  /** Calls back on every change of `visitor()`. Returns how to stop listening. */
  readonly onVisitorChange: (listener: () => void) => () => void;
  /** Has `flush` wait for something more, such as a write to the cart. */
  readonly hold: (work: Promise<unknown>) => void;
  /** Resolves when all that is on its way has arrived, or after the time given, in milliseconds. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** The gate's counts, for debugging. */
  readonly inspect: () => GateState;
}

export interface Visitor {
  readonly consent: Consent;
  readonly anonymousId: string | undefined;
}

export interface StorefrontDependencies {
  readonly settings: Settings;
  readonly config: StorefrontConfig;
  readonly platform: ConsentPlatform;
  readonly load: LoadAnalytics;
  /** Looks at each event; none in production. */
  readonly check: Check | undefined;
  readonly window: Window;
  readonly now: () => Date;
}

export const UNDECIDED: Visitor = { consent: UNKNOWN, anonymousId: undefined };

/** Wires the gate to the visitor's consent platform, to Gatsby's routes and to Analytics.js, and holds their state. */
export class BrowserStorefront implements Storefront {
  private readonly dependencies: StorefrontDependencies;
  private readonly startedAt: Date;
  private readonly visits: Visits;
  private readonly sender: Sender;
  private readonly listeners = new Set<() => void>();
  private state = initialGate;
  private current = UNDECIDED;
  private pageCalled = false;

  constructor(dependencies: StorefrontDependencies) {
    const { window, platform, load, now } = dependencies;
    this.dependencies = dependencies;
    this.startedAt = now();
    this.visits = createVisits(window.document, window.location);
    this.sender = new Sender(load);
    window.addEventListener('pagehide', this.visits.settle);
    platform.watch((reading) => {
      this.onReading(reading);
    });
  }

  readonly track: Storefront['track'] = (event, properties) => {
    this.dependencies.check?.(event, properties);
    this.withCall((call) => {
      this.dispatch({
        type: 'call',
        call: { ...call, type: 'track', event, properties },
      });
    });
  };

  visitor(): Visitor {
    return this.current;
  }

  onVisitorChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  hold(work: Promise<unknown>): void {
    this.sender.hold(work);
  }

  async flush(timeoutMs: number): Promise<void> {
    this.visits.settle();
    await this.sender.flush(timeoutMs);
  }

  inspect(): GateState {
    return this.state;
  }

  /** Gatsby is about to show a route; called while rendering, before any effect of the new page. */
  onPreRouteUpdate(location: PageLocation): void {
    if (!this.visits.enter(location)) return;
    this.pageCalled = false;
    this.dispatch({ type: 'page-left' });
  }

  /** Gatsby shows the route; also called for a changed query or hash, which is no new page. */
  onRouteUpdate(): void {
    if (this.pageCalled) return;
    this.pageCalled = true;
    this.withCall((call) => {
      const name = this.pageName(call.page);
      this.dispatch({
        type: 'call',
        call: { ...call, type: 'page', ...(name !== undefined && { name }) },
      });
    });
  }

  private pageName(page: Page): string | undefined {
    try {
      return this.dependencies.config.pageName?.(page);
    } catch (error) {
      // Gatsby would take the whole page down for it.
      console.error('gatsby-plugin-storefront-events: pageName failed:', error);
      return undefined;
    }
  }

  private dispatch(action: GateAction): void {
    const [next, effects] = gate(this.state, action);
    this.state = next;
    for (const effect of effects)
      this.carryOut(effect, action.type === 'loaded');
  }

  private carryOut(effect: GateEffect, replaying: boolean): void {
    const { attempts } = this.state;
    switch (effect.type) {
      case 'load':
        void this.load(effect.attempt);
        return;
      case 'send':
        if (replaying) this.sender.replay(attempts, effect.call);
        else void this.sender.send(attempts, effect.call);
        return;
      case 'announce':
        this.withCall((call) => {
          void this.sender.send(attempts, { ...call, ...PREFERENCE_UPDATED });
        });
        return;
      case 'stop':
        this.sender.stop(effect.attempt);
        // Added now, it runs after the listeners of Analytics.js, which write what they hold when the page is left.
        this.dependencies.window.addEventListener(
          'pagehide',
          this.eraseUnlessGranted,
        );
        return;
    }
  }

  private async load(attempt: number): Promise<void> {
    const { settings, window } = this.dependencies;
    const loaded = await this.sender.load(attempt, {
      ...settings,
      anonymousId: this.current.anonymousId ?? randomId(window),
      wanted: () =>
        this.current.anonymousId !== undefined &&
        this.state.attempts === attempt,
      categories: () =>
        this.current.consent.status === 'decided'
          ? this.current.consent.categoryPreferences
          : {},
    });
    this.dispatch({ type: loaded ? 'loaded' : 'load-failed', attempt });
    // It may have stored its ids after the visitor withdrew.
    this.eraseUnlessGranted();
  }

  private readonly eraseUnlessGranted = (): void => {
    if (this.current.anonymousId === undefined)
      eraseAnalyticsStorage(this.dependencies.window);
  };

  private onReading(reading: PlatformReading): void {
    const { settings, window } = this.dependencies;
    const consent = consentOf(reading, settings, window);
    if (sameChoice(consent, this.current.consent)) return;
    const granted =
      consent.status === 'decided' &&
      isGranted(consent.categoryPreferences, settings.required);
    this.current = {
      consent,
      anonymousId: granted
        ? (this.current.anonymousId ?? anonymousId(window))
        : undefined,
    };
    this.dispatch(
      consent.status === 'unknown'
        ? { type: 'undecided' }
        : {
            type: 'decided',
            granted,
            fresh: Date.parse(consent.decidedAt) >= this.startedAt.getTime(),
          },
    );
    this.eraseUnlessGranted();
    this.listeners.forEach((listener) => {
      listener();
    });
  }

  /** Makes a call's id and time now, and hands it on once the page's title is known. */
  private withCall(
    use: (call: Pick<Call, 'messageId' | 'timestamp' | 'page'>) => void,
  ): void {
    const { window, now } = this.dependencies;
    const messageId = `storefront-${randomId(window)}`;
    const timestamp = now().toISOString();
    const refused = this.state.phase.name === 'closed';
    this.visits.withPage((page) => {
      // Made after a refusal, it stays refused, though the visitor may grant while the title is on its way.
      if (refused) this.dispatch({ type: 'refused-call' });
      else use({ messageId, timestamp, page });
    });
  }
}

/** Reserved by Segment: https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/ */
const PREFERENCE_UPDATED = {
  type: 'track',
  event: 'Segment Consent Preference Updated',
  properties: {},
} as const;

function consentOf(
  reading: PlatformReading,
  { policyVersion }: Settings,
  { navigator }: Window,
): Consent {
  if (reading.status === 'pending') return UNKNOWN;
  const decided = Date.parse(reading.decidedAt);
  if (isNaN(decided)) return UNKNOWN;
  return {
    ...reading,
    // In one form, whatever the platform's: the server reads no other.
    decidedAt: new Date(decided).toISOString(),
    policyVersion,
    gpc:
      (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl ===
      true,
  };
}
