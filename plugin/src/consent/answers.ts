import type { CategoryPreferences } from '@storefront-events/plan/wire';
import type { Farewell } from '../analytics/port.ts';
import { messageIdOf } from '../message-id.ts';
import type { Visitor } from './consent.ts';

/** The visitor's answers; none while they have not decided. */
export function answersOf({ consent }: Visitor): CategoryPreferences {
  return consent.status === 'unknown' ? {} : consent.categoryPreferences;
}

/** What is said last of a visitor who withdraws. Nothing under Global Privacy Control. */
export function farewellOf(
  { anonymousId }: Visitor,
  next: Visitor,
  id: string,
  timestamp: string,
): Farewell | undefined {
  return anonymousId && !next.gpc
    ? {
        messageId: messageIdOf(id),
        timestamp,
        anonymousId,
        categoryPreferences: answersOf(next),
      }
    : undefined;
}

/** True where something granted before is not any more. */
export function narrows(before: Visitor, next: Visitor): boolean {
  const now = answersOf(next);
  return Object.entries(answersOf(before)).some(
    ([category, granted]) => granted && !now[category],
  );
}

/** When they decided: ISO 8601; undefined while they have not. */
export function decidedAtOf({ consent }: Visitor): string | undefined {
  return consent.status === 'unknown' ? undefined : consent.decidedAt;
}
