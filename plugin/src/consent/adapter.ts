import type { CategoryPreferences } from '@storefront-events/plan/wire';
import { guarded } from '../guarded.ts';
import type { PlatformContext, PlatformReading } from './platform.ts';

/** What an adapter finds when it looks at its platform. */
export interface Finding {
  /** What the visitor has said, by category. Undefined: they have not decided. */
  readonly answers: CategoryPreferences | undefined;
  /** When, if the platform keeps it. A time that is none makes it no decision. */
  readonly at?: unknown;
  readonly region?: string | undefined;
}

/**
 * Tells what `look` finds. A platform that is not there (`null`) says nothing, one that throws is pending. The time is
 * the platform's own; where the act was witnessed (`isAct`), or the answers have changed on this page, it is now.
 */
export function createTeller(
  { now }: Pick<PlatformContext, 'now'>,
  onReading: (reading: PlatformReading) => void,
  look: () => Finding | null,
): (isAct?: boolean) => void {
  let last: string | undefined;
  let actedAt: string | undefined;
  return (isAct) => {
    const found = guarded(look);
    if (found === null) return;
    const { answers, at, region } = found ?? { answers: undefined };
    const keptAt = guarded(() => timeOf(at));
    const isDecided = answers && (at === undefined || keptAt);
    const text = isDecided && JSON.stringify(answers);
    if (isAct || (last ?? text) !== text) actedAt = now().toISOString();
    // Whoever decides after having taken a choice back does it on this page.
    last = text || (last && '-');
    onReading(
      isDecided
        ? {
            status: 'decided',
            categoryPreferences: answers,
            decidedAt: actedAt ?? keptAt,
            region,
          }
        : { status: 'pending', region },
    );
  };
}

/** The answers to the categories. One that was not asked (`undefined`) is left out; none at all is no decision. */
export function answersOf(
  categories: readonly string[],
  answer: (category: string) => unknown,
): CategoryPreferences | undefined {
  const entries = categories
    .map((category) => [category, answer(category)] as const)
    .filter(
      (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
    );
  return entries[0] && Object.fromEntries(entries);
}

/** A time in ISO 8601; undefined for what is none. */
export function timeOf(value: unknown): string | undefined {
  const time = new Date(value as string);
  return isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** ISO 3166-1, with the part of the country if it is known: `US-CA`. Undefined for what is none. */
export function regionOf(country: unknown, part?: unknown): string | undefined {
  const region = [country, part].filter(Boolean).join('-').toUpperCase();
  return /^[A-Z]{2}(-[A-Z\d]{1,3})?$/.test(region) ? region : undefined;
}

/** Listens to events of one target. Returns how to stop. */
export function listenTo(
  target: EventTarget,
  events: readonly string[],
  listener: (event: Event) => void,
): () => void {
  events.forEach((event) => {
    target.addEventListener(event, listener);
  });
  return () => {
    events.forEach((event) => {
      target.removeEventListener(event, listener);
    });
  };
}

/** How long the waits grow before nobody is expected any more, in milliseconds. About a minute in all. */
const LONGEST_WAIT_MS = 20_000;

/** Calls back once `find` finds something: at once, or as soon as it does. Returns how to stop looking. */
export function whenThere<Thing>(
  window: Window,
  find: () => Thing | undefined | false,
  use: (thing: Thing) => void,
): () => void {
  let wait = 50;
  let timer: number | undefined;
  const look = () => {
    guarded(() => {
      const thing = find();
      if (thing) use(thing);
      else if ((wait *= 1.5) < LONGEST_WAIT_MS)
        timer = window.setTimeout(look, wait);
    });
  };
  look();
  return () => {
    window.clearTimeout(timer);
  };
}

/**
 * True right after a click or key: what a platform says then is the visitor's act, and not something remembered that
 * it announces while loading. The browser's own notion, which lasts about five seconds.
 *
 * @see https://html.spec.whatwg.org/multipage/interaction.html#tracking-user-activation
 */
export function isClicked({ navigator }: Window): boolean {
  const { userActivation } = navigator as {
    userActivation?: { readonly isActive: boolean };
  };
  return userActivation?.isActive === true;
}

/** For a callback that an interface demands. */
export const ignore = (): undefined => undefined;
