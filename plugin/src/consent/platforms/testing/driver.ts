import type { CreatePlatform } from '../../platform.ts';

/** What a visitor may have said before this page. */
export type Past = 'nothing' | 'yes' | 'no';

/** A consent platform on a page, as its adapter sees it: its globals and its events. */
export interface Running {
  /** The visitor says yes, or no, to everything, here and now. */
  readonly decide: (answer: 'yes' | 'no') => void;
  /** How often its preferences were shown. */
  readonly shown: () => number;
}

export interface Stage {
  readonly window: Window & Record<string, unknown>;
  readonly now: () => Date;
  /** When the visitor decided, if they did before this page. */
  readonly past: string;
}

export interface Driver {
  readonly createPlatform: CreatePlatform;
  /** Two of its categories that a visitor may refuse. */
  readonly categories: readonly [string, string];
  /** Puts the platform on the page. */
  readonly start: (stage: Stage, past: Past) => Running;
  /** Globals that look like the platform's and are not, or that throw. None may give a decision. */
  readonly hostile: Readonly<Record<string, (stage: Stage) => void>>;
  /** False: it keeps no time. */
  readonly keepsTime: boolean;
  /** False: it knows objections only, so that a yes is silence. */
  readonly knowsYes?: false;
  /** False: nothing standard opens its preferences. */
  readonly opens?: false;
  readonly region?: string;
  /** True: it is handed over, and cannot come late. */
  readonly isThereFirst?: true;
}

/** A click, as the browser would count it. */
export function click({ window }: Stage): void {
  Object.defineProperty(window.navigator, 'userActivation', {
    value: { isActive: true },
    configurable: true,
  });
}

/** A function of a platform that fails. */
export function fail(): never {
  throw new Error('the consent platform fails');
}
