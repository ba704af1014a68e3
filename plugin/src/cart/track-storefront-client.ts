import { at } from '../products/read.ts';
import type { Track } from './cart-event.ts';
import { readStorefrontCart } from './read-storefront-cart.ts';
import { watchCart, type CartOptions } from './watch-cart.ts';
import { guarded } from '../guarded.ts';

/** What is used of a client of @shopify/storefront-api-client. */
export interface RequestingClient {
  readonly request: (...parameters: never[]) => Promise<unknown>;
}

/**
 * The same client, whose `request` reports what the answers to mutations say of the cart, also under aliases. Queries
 * tell what there was before: load the cart by this client too. `fetch` and `requestStream` are not watched.
 *
 * @see https://github.com/Shopify/shopify-app-js/tree/main/packages/api-clients/storefront-api-client
 */
export function trackStorefrontClient<Client extends RequestingClient>(
  client: Client,
  track: Track,
  options: CartOptions = {},
): Client {
  const watch = watchCart(track, options);
  let requests = 0;
  const request = async (...parameters: unknown[]) => {
    requests += 1;
    const number = requests;
    const answer = await client.request(...(parameters as never[]));
    guarded(() => {
      const operation = String(parameters[0]);
      for (const cart of cartsIn(answer, operation))
        watch.see({
          by: purposeOf(operation),
          cart: cart && readStorefrontCart(cart, options),
          request: number,
        });
    });
    return answer;
  };
  return { ...client, request };
}

/** What an operation is for. Fragments may stand before it; in comments anything may. */
function purposeOf(operation: string): 'read' | 'change' | 'create' {
  const code = operation.replace(/#.*/g, '');
  if (!/(^|\})\s*mutation\b/.test(code)) return 'read';
  return /\bcartCreate\b/.test(code) ? 'create' : 'change';
}

/** The carts in an answer; null for a cart that was asked for and is no more. A mutation without a cart has failed. */
function cartsIn(answer: unknown, operation: string): (object | null)[] {
  const data = at(answer, 'data');
  if (at(data, 'cart') === null && purposeOf(operation) === 'read')
    return [null];
  return Object.values(data ?? {}).flatMap((value) =>
    [value, at(value, 'cart')].filter(isCart),
  );
}

function isCart(value: unknown): value is object {
  const id = at(value, 'id');
  return typeof id === 'string' && id.startsWith('gid://shopify/Cart/');
}
