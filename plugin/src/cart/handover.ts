import type { CartAttribute } from '@storefront-events/plan/wire';
import type { Visitor } from '../consent/consent.ts';
import { cartAttributes } from './attributes.ts';

/** Replaces the whole list of a cart's attributes, as `cartAttributesUpdate` does. */
export type UpdateAttributes = (
  attributes: readonly CartAttribute[],
) => Promise<unknown>;

/** How often a list is written that does not come back as it was written. */
const MAX_ATTEMPTS = 3;
const RETRY_MS = 1000;

/**
 * Writes a visitor's choice to a cart: one write at a time, compared again when it is done, and again if it failed. Two
 * at once could arrive in the wrong order, and leave a withdrawn grant on the cart.
 */
export class CartHandover {
  private readonly holdWrite: (writing: Promise<void>) => void;
  private attributes: readonly CartAttribute[] | undefined;
  private visitor: Visitor | undefined;
  private update: UpdateAttributes | undefined;
  private isWriting = false;
  private attempts = 0;

  /** @param hold told of each write, so that leaving for the checkout can wait for it */
  constructor(hold: (writing: Promise<void>) => void) {
    this.holdWrite = hold;
  }

  /** The cart, the visitor or both have changed. */
  sync(
    attributes: readonly CartAttribute[],
    visitor: Visitor,
    update: UpdateAttributes,
  ): void {
    const isNewChoice = visitor !== this.visitor;
    this.attributes = attributes;
    this.visitor = visitor;
    this.update = update;
    if (isNewChoice || !this.missing()) this.attempts = 0;
    if (!this.isWriting) this.holdWrite(this.write());
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    for (let wanted = this.wanted(); wanted; wanted = this.wanted()) {
      this.attempts += 1;
      try {
        await this.update?.(wanted);
        this.attributes = wanted;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.isWriting = false;
  }

  /** What to write; undefined if there is nothing, or the cart does not keep it. */
  private wanted(): readonly CartAttribute[] | undefined {
    return this.attempts < MAX_ATTEMPTS ? this.missing() : undefined;
  }

  /** What the cart must carry; undefined if it does. */
  private missing(): readonly CartAttribute[] | undefined {
    if (!this.attributes || !this.visitor) return undefined;
    const wanted = cartAttributes(this.attributes, this.visitor);
    return wanted === this.attributes ? undefined : wanted;
  }
}
