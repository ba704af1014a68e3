import { isGranted } from '@storefront-events/plan/wire';
import { storedAnonymousId } from '../anonymous-id.ts';
import type { ConsentSettings } from '../settings.ts';
import type { Page } from '../page.ts';
import type { StorefrontConfig } from '../storefront-config.ts';
import { guarded } from '../guarded.ts';
import {
  hasGpc,
  UNDECIDED,
  type Consent,
  type ConsentModel,
  type Visitor,
} from './consent.ts';
import { forgetCampaign, sessionCampaign } from './session-campaign.ts';
import { sameChoice } from './same-choice.ts';
import { decide, expiryOf } from './decide.ts';
import { forget, recall, remember, type Memory } from './memory.ts';
import { askRegion } from './region.ts';
import type { PlatformReading } from './platform.ts';

/** Where a change comes from: the visitor's act on this page, an earlier page, or another tab. */
export type ChangeOrigin = 'here' | 'earlier' | 'elsewhere';

export interface VisitorWatchDependencies {
  readonly settings: ConsentSettings;
  readonly config: Pick<StorefrontConfig, 'consentModel'>;
  readonly window: Window;
  readonly now: () => Date;
  /** A fresh random UUID. */
  readonly newId: () => string;
  /** When the page was opened, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Where the visit began. */
  readonly landing: Pick<Page, 'search'>;
  /** The visitor has changed, or the choice has. `leaving`: the id of one who had one and has none any more. */
  readonly onChange: (
    visitor: Visitor,
    origin: ChangeOrigin,
    leaving: string | undefined,
  ) => void;
}

/** In the place of answers, where the platform had some and has none any more. */
const TAKEN_BACK = '-';

/** Follows what the visitor decides: by the consent platform, the shop's other tabs, time and region. */
export class VisitorWatch {
  private readonly dependencies: VisitorWatchDependencies;
  private reading: PlatformReading = { status: 'pending' };
  private visitor = UNDECIDED;
  private region: string | undefined;
  /** The choice was followed from another tab, which this one's platform may not have noticed. */
  private followed = false;
  /** What the platform said last, in one line; undefined while it has said nothing. */
  private said: string | undefined;

  constructor(dependencies: VisitorWatchDependencies) {
    this.dependencies = dependencies;
  }

  /** Looks for what there is without the platform: a remembered choice, and the region. */
  start(): void {
    const { settings, window } = this.dependencies;
    this.settle('earlier');
    const { region } = settings;
    if (region)
      void askRegion(region, window)
        .then((answer) => {
          this.region ??= answer;
          this.settle('earlier');
        })
        // Unknown it is, then.
        .catch(() => undefined);
  }

  /** The consent platform says something. */
  onReading(reading: PlatformReading): void {
    const { settings, now } = this.dependencies;
    const { consent } = this.visitor;
    const said = answersIn(reading, settings);
    if (reading.region) this.region = reading.region;
    if (!this.followed || isNews(reading, consent, this.said, said)) {
      const isChange = this.said !== undefined && said !== this.said;
      this.reading =
        isChange && reading.status === 'decided'
          ? datedAfter(reading, consent, now().getTime())
          : reading;
      this.followed = false;
    }
    // After a choice that the platform took back, any other is a new one.
    this.said = said ?? (this.said && TAKEN_BACK);
    this.settle('here');
  }

  /** Another tab, or a page before this one, may have granted, changed or withdrawn. */
  follow(): void {
    const { settings, window, now } = this.dependencies;
    const memory = recall(window);
    // What was taken for a yes elsewhere was said by nobody.
    if (memory ? memory.implied : !this.visitor.anonymousId) return;
    this.followed = true;
    this.reading = readingOf(memory, this.visitor.consent, settings, now);
    this.settle('elsewhere', memory);
  }

  /** Looks whether the choice still holds: it may have run out. */
  recheck(): void {
    const { expiresAt } = this.visitor;
    if (expiresAt && this.dependencies.now().toISOString() > expiresAt)
      this.settle('earlier');
  }

  /** Gives the visitor another anonymous id: somebody else uses this browser now. */
  renewId(id: string): void {
    this.change({ ...this.visitor, anonymousId: id }, 'earlier');
  }

  /** @param told what another tab left: its id is taken over */
  private settle(origin: ChangeOrigin, told?: Memory): void {
    const { settings, window, now, newId, startedAt, landing } =
      this.dependencies;
    const { reading, region, visitor } = this;
    const model = modelOf(this.dependencies, region);
    // Nothing is read before it may be.
    const mayRead = reading.status === 'decided' || model === 'opt-out';
    const memory = told ?? (mayRead ? recall(window) : undefined);
    const gpc = hasGpc(window);
    const time = now().getTime();
    const consent = decide(reading, {
      settings,
      model,
      gpc,
      memory,
      now: time,
    });
    const isNew = !sameChoice(consent, visitor.consent);
    const granted = isGrant(consent, settings);
    const next: Visitor = {
      consent: isNew ? consent : visitor.consent,
      campaign: granted ? sessionCampaign(window, landing.search) : undefined,
      anonymousId: granted
        ? (told?.id ??
          visitor.anonymousId ??
          memory?.id ??
          storedAnonymousId(window) ??
          newId())
        : undefined,
      model,
      region,
      gpc,
      expiresAt: expiryOf(consent, settings.lifetimeDays),
    };
    if (!isNew && sameVisitor(next, visitor)) return;
    // A choice that the platform only remembers is nothing new.
    const isAct = isNew && decidesNow(reading, startedAt);
    this.change(
      next,
      origin === 'here' && !isAct ? 'earlier' : origin,
      granted ? undefined : (visitor.anonymousId ?? memory?.id),
    );
  }

  /** @param leaving the id of a visitor who had one and has none any more */
  private change(next: Visitor, origin: ChangeOrigin, leaving?: string): void {
    const { window, onChange } = this.dependencies;
    const before = this.visitor;
    this.visitor = next;
    keep(window, next, before);
    onChange(next, origin, leaving);
  }
}

function sameVisitor(a: Visitor, b: Visitor): boolean {
  return (
    a.anonymousId === b.anonymousId &&
    a.model === b.model &&
    a.region === b.region &&
    a.gpc === b.gpc
  );
}

/** True for what this tab's platform cannot have said before it noticed what another tab decided. */
function isNews(
  next: PlatformReading,
  consent: Consent,
  before: string | undefined,
  said: string | undefined,
): boolean {
  if (next.status === 'pending') return false;
  return next.decidedAt
    ? Date.parse(next.decidedAt) >= decidedAtOf(consent)
    : said !== before;
}

/** What a platform says, in one line to compare; undefined where nobody has decided. */
function answersIn(
  reading: PlatformReading,
  { categories }: ConsentSettings,
): string | undefined {
  return reading.status === 'decided'
    ? categories
        .map((category) => reading.categoryPreferences[category] === true)
        .join()
    : undefined;
}

/** A choice that was changed on this page came after the one before it, whatever the clocks say. */
function datedAfter(
  reading: Extract<PlatformReading, { status: 'decided' }>,
  consent: Consent,
  now: number,
): PlatformReading {
  const at = Date.parse(reading.decidedAt ?? '') || now;
  return {
    ...reading,
    decidedAt: new Date(Math.max(at, decidedAtOf(consent) + 1)).toISOString(),
  };
}

/** What another tab left, as a reading. Of a withdrawal it leaves nothing, so at least what is required was refused. */
function readingOf(
  memory: Memory | undefined,
  consent: Consent,
  { required }: ConsentSettings,
  now: () => Date,
): PlatformReading {
  return {
    status: 'decided',
    categoryPreferences: memory?.categories ?? {
      ...(consent.status !== 'unknown' && consent.categoryPreferences),
      ...Object.fromEntries(required.map((category) => [category, false])),
    },
    decidedAt: memory?.at ?? now().toISOString(),
  };
}

function decidesNow(reading: PlatformReading, startedAt: number): boolean {
  return (
    reading.status === 'decided' &&
    reading.decidedAt !== undefined &&
    Date.parse(reading.decidedAt) >= startedAt
  );
}

function isGrant(consent: Consent, { required }: ConsentSettings): boolean {
  return (
    consent.status !== 'unknown' &&
    isGranted(consent.categoryPreferences, required)
  );
}

function decidedAtOf(consent: Consent): number {
  return consent.status === 'decided' ? Date.parse(consent.decidedAt) : 0;
}

/**
 * Remembers a grant, and where silence is a yes an objection too: otherwise the next page would not know of it until
 * the platform is there. What has lapsed stays: the platform's choice is as old, and must not be taken for a new one.
 */
function keep(
  window: Window,
  { consent, anonymousId: id, model }: Visitor,
  before: Visitor,
): void {
  const hadId = before.anonymousId !== undefined;
  if (consent.status === 'unknown') {
    // The platform has taken the choice back. A page that never had one leaves alone what another tab remembers.
    if (!hadId || consent.lapsed) return;
    forget(window, true);
    forgetCampaign(window);
    return;
  }
  if (id === undefined) forgetCampaign(window);
  if (id === undefined && model === 'opt-in') {
    forget(window, hadId);
    return;
  }
  remember(window, {
    categories: consent.categoryPreferences,
    at: consent.decidedAt,
    policy: consent.policyVersion,
    id,
    ...(consent.status === 'implied' && { implied: true }),
  });
}

function modelOf(
  { settings, config }: VisitorWatchDependencies,
  region: string | undefined,
): ConsentModel {
  return (
    guarded(() =>
      config.consentModel ? config.consentModel(region) : settings.model,
    ) ?? 'opt-in'
  );
}
