import type { TemplateFile } from './names.ts';

/** How often in a row a template must be stopped until it is not run any more. */
export const STOPS = 3;

/**
 * Which templates are not run any more, because they stop their process each time: each try costs seconds, for which
 * everything else waits. Only a new process of the service, which reads the templates anew, tries them again.
 */
export class Breaker {
  readonly #stops = new Map<TemplateFile, number>();

  isOpen(file: TemplateFile): boolean {
    return (this.#stops.get(file) ?? 0) >= STOPS;
  }

  answered(file: TemplateFile): void {
    this.#stops.delete(file);
  }

  /** True if it is not run any more from now on. */
  stopped(file: TemplateFile): boolean {
    const stops = (this.#stops.get(file) ?? 0) + 1;
    this.#stops.set(file, stops);
    return stops === STOPS;
  }
}
