import { NO_MEMORY, observeCart, type Sighting } from './observe-cart.ts';
import { readStorefrontCart } from './read-storefront-cart.ts';
import { storefrontCart } from './testing/storefront-cart.ts';

const cart = (quantity: number, id?: string) =>
  readStorefrontCart(
    storefrontCart({
      lines: [{ variant: '11', quantity }],
      ...(id !== undefined && { id }),
    }),
  );
const bare = readStorefrontCart({ id: 'gid://shopify/Cart/c1-0f3b7d' });

/** What each of these answers tells, as "+2" and "-1". */
function told(...sightings: readonly Sighting[]) {
  let memory = NO_MEMORY;
  return sightings.map((sighting) => {
    const seen = observeCart(memory, sighting);
    memory = seen.memory;
    return seen.events
      .map(({ name, properties }) =>
        'quantity' in properties
          ? `${name === 'Product Added' ? '+' : '-'}${String(properties.quantity)}`
          : name,
      )
      .join(' ');
  });
}

const read = (seen: Sighting['cart'], request?: number): Sighting => ({
  by: 'read',
  cart: seen,
  request,
});
const change = (seen: Sighting['cart'], request?: number): Sighting => ({
  by: 'change',
  cart: seen,
  request,
});

describe('what is remembered of a cart', () => {
  it('begins with the first that is seen, and with none where there is none', () => {
    expect(told(change(cart(2)), change(cart(3)))).toEqual(['', '+1']);
    expect(told(read(null), change(cart(2)))).toEqual(['', '+2']);
    expect(told({ by: 'create', cart: cart(2) })).toEqual(['+2']);
  });

  it('follows what is read, and tells nothing of it', () => {
    expect(told(read(cart(1)), read(cart(5)), change(cart(6)))).toEqual([
      '',
      '',
      '+1',
    ]);
  });

  it('outlasts answers without lines, and the next with lines tells', () => {
    expect(
      told(read(cart(1)), change(bare), read(cart(2)), read(cart(3))),
    ).toEqual(['', '', '+1', '']);
    expect(told(read(cart(1)), change(bare), change(cart(2)))).toEqual([
      '',
      '',
      '+1',
    ]);
  });

  it('is not set back by an answer that was overtaken, where no time tells', () => {
    expect(
      told(
        read(cart(1), 1),
        change(cart(3), 3),
        change(cart(2), 2),
        change(cart(4), 4),
      ),
    ).toEqual(['', '+2', '', '+1']);
  });

  it('keeps to the carts that replace each other', () => {
    const other = cart(1, 'gid://shopify/Cart/c2');
    expect(told(read(cart(2)), { by: 'create', cart: other })).toEqual([
      '',
      '',
    ]);
    expect(
      told(read(cart(2)), read(null), { by: 'create', cart: other }),
    ).toEqual(['', '', '+1']);
  });
});
