import { guarded } from '../guarded.ts';
import type { Cart } from './cart.ts';
import type { Track } from './cart-event.ts';
import type { Sighting } from './observe-cart.ts';
import { readBuyCart } from './read-buy-cart.ts';
import { watchCart, type CartOptions } from './watch-cart.ts';

/** What is used of a client of shopify-buy 3, which has no types of its own. */
export interface BuyClient {
  readonly checkout: object;
}

const PURPOSES: Readonly<Record<string, Sighting['by']>> = {
  fetch: 'read',
  create: 'create',
  addDiscount: 'change',
  addGiftCards: 'change',
  addLineItems: 'change',
  removeDiscount: 'change',
  removeGiftCard: 'change',
  removeLineItems: 'change',
  replaceLineItems: 'change',
  updateAttributes: 'change',
  updateEmail: 'change',
  updateLineItems: 'change',
  updateShippingAddress: 'change',
};

type Method = (...parameters: unknown[]) => Promise<unknown>;

/**
 * The same client, whose `checkout` reports what its methods do to the cart. The client it is given stays as it is, so
 * that `replaceLineItems`, which removes all and adds all, is told by what it amounts to.
 *
 * @see https://github.com/Shopify/js-buy-sdk
 */
export function trackBuyClient<Client extends BuyClient>(
  client: Client,
  track: Track,
  options: CartOptions = {},
): Client {
  const watch = watchCart(track, options);
  const original = client.checkout as Readonly<Record<string, Method>>;
  const checkout = Object.create(client.checkout) as Record<string, Method>;
  let requests = 0;
  for (const [name, by] of Object.entries(PURPOSES))
    checkout[name] = async (...parameters) => {
      requests += 1;
      const request = requests;
      const answer = await original[name]?.(...parameters);
      guarded(() => {
        const cart = cartOf(answer, options);
        if (cart !== undefined)
          watch.see({
            by,
            cart:
              cart && name === 'addDiscount'
                ? withDenied(cart, parameters[1])
                : cart,
            request,
          });
      });
      return answer;
    };
  return Object.create(client, {
    checkout: { value: checkout, enumerable: true },
  }) as Client;
}

/** Null for a cart that is no more; undefined where nothing was changed, and so nothing answered. */
function cartOf(
  answer: unknown,
  options: CartOptions,
): Cart | null | undefined {
  return typeof answer === 'object' && answer
    ? readBuyCart(answer, options)
    : (answer as null | undefined);
}

/** A code that was given and takes nothing off is not in the answer: that is how it is denied. */
function withDenied(cart: Cart, code: unknown): Cart {
  const codes = cart.discountCodes ?? [];
  return typeof code !== 'string' ||
    codes.some((other) => other.code.toLowerCase() === code.toLowerCase())
    ? cart
    : {
        ...cart,
        discountCodes: [
          ...codes,
          { code, isApplicable: false, discount: undefined },
        ],
      };
}
