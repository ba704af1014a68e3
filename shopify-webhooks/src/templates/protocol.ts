import type { Evaluation } from './evaluate.ts';
import type { TemplateFile } from './names.ts';

/** What the service and its template process say to each other. */
export type ToProcess =
  | {
      readonly type: 'templates';
      readonly texts: readonly (readonly [TemplateFile, string])[];
    }
  | { readonly type: 'jobs'; readonly jobs: readonly NumberedJob[] };

export interface Job {
  readonly file: TemplateFile;
  /** `{ message, webhook, ledger }` as JSON. */
  readonly input: string;
}

export interface NumberedJob extends Job {
  readonly id: number;
}

export type FromProcess =
  /** It has started and compiled. */
  | { readonly type: 'ready' }
  /** One for each job, in their order. */
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly evaluation: Evaluation;
    };
