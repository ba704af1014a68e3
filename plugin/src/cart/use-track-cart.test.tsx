import type { StorefrontCart } from './read-storefront-cart.ts';
import { makeRecorder } from './testing/recorder.ts';
import { mount } from './testing/mount.tsx';
import { storefrontCart } from './testing/storefront-cart.ts';
import type { Track } from './cart-event.ts';
import { useTrackCart } from './use-track-cart.ts';

function Shop({
  cart,
  track,
}: {
  readonly cart: StorefrontCart | null | undefined;
  readonly track?: Track;
}) {
  useTrackCart(cart, { track });
  return null;
}

const cart = (quantity: number) =>
  storefrontCart({ lines: [{ variant: '11', quantity }] });

describe('useTrackCart', () => {
  it('reports each change once in StrictMode, and nothing for a cart of an earlier visit', async () => {
    const { track, told } = makeRecorder();
    const page = await mount(<Shop cart={undefined} track={track} />);
    await page.show(<Shop cart={cart(2)} track={track} />);
    expect(told()).toEqual([]);
    await page.show(<Shop cart={cart(3)} track={track} />);
    expect(told()).toEqual(['Product Added 1 × Product 11']);
    await page.show(<Shop cart={cart(3)} track={track} />);
    expect(told()).toEqual([]);
    await page.show(<Shop cart={cart(1)} track={track} />);
    expect(told()).toEqual(['Product Removed 2 × Product 11']);
    page.unmount();
  });

  it('reports the product that creates the cart, where it is known that there was none', async () => {
    const { track, told } = makeRecorder();
    const page = await mount(<Shop cart={null} track={track} />);
    await page.show(<Shop cart={cart(2)} track={track} />);
    expect(told()).toEqual(['Product Added 2 × Product 11']);
    page.unmount();
  });

  it('says nothing when an order has taken the cart away, and starts anew after it', async () => {
    const { track, told } = makeRecorder();
    const page = await mount(<Shop cart={cart(2)} track={track} />);
    await page.show(<Shop cart={null} track={track} />);
    expect(told()).toEqual([]);
    await page.show(<Shop cart={cart(1)} track={track} />);
    expect(told()).toEqual(['Product Added 1 × Product 11']);
    page.unmount();
  });

  it('is silent on the server and before the plugin has started', async () => {
    const page = await mount(<Shop cart={null} />);
    await page.show(<Shop cart={cart(1)} />);
    page.unmount();
  });
});
