import type { ProductOptions } from '../products/plan-product.ts';
import { report, type Track } from './cart-event.ts';
import type { DiffOptions } from './diff.ts';
import {
  NO_MEMORY,
  observeCart,
  type CartMemory,
  type Sighting,
} from './observe-cart.ts';

export interface CartOptions extends ProductOptions, DiffOptions {}

/** Remembers a page's cart and reports what happens to it. */
export interface CartWatch {
  readonly see: (sighting: Sighting) => void;
  /** A cart is about to be created: until then there is none. */
  readonly expectNew: () => void;
  /** A cart is about to be loaded: nothing is known of it. */
  readonly forget: () => void;
}

export function watchCart(
  track: Track,
  { onMissing = warnOnce() }: CartOptions = {},
): CartWatch {
  let memory: CartMemory = NO_MEMORY;
  return {
    see(sighting) {
      const seen = observeCart(memory, sighting, { onMissing });
      memory = seen.memory;
      report(track, seen.events);
    },
    expectNew() {
      memory = { ...memory, cart: memory.cart ?? null };
    },
    forget() {
      memory = NO_MEMORY;
    },
  };
}

/** Says once what the cart's query has to ask for: without it the shop's best events are missing. */
function warnOnce(): (fields: readonly string[]) => void {
  let isWarned = false;
  return (fields) => {
    if (!isWarned)
      console.warn(
        `gatsby-plugin-storefront-events: a cart event was left out; let the cart's query ask for ${fields.join(', ')}.`,
      );
    isWarned = true;
  };
}
