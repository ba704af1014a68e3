import { Link, navigate, type HeadFC } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { PageHead } from '../components/page-head';
import { useCart } from '../shop/cart';
import { planProduct } from '../shop/plan-product';
import { formatMoney, plainId } from '../shop/products';
import { useWishlist, WishButton, WISHLIST, type Wish } from '../shop/wishlist';

export default function WishlistPage() {
  const { wishes } = useWishlist();
  const { add } = useCart();
  const track = useTrack();
  if (wishes.length === 0)
    return (
      <>
        <h1>Your wishlist is empty</h1>
        <p>
          <Link to="/">Find a tea</Link>
        </p>
      </>
    );

  const buy = async ({ product, variant }: Wish) => {
    const cart = await add([{ merchandiseId: variant.id }]);
    track('Wishlist Product Added to Cart', {
      ...planProduct(product, variant),
      ...WISHLIST,
      cart_id: plainId(cart.id),
    });
    navigate('/cart/');
  };

  return (
    <>
      <h1>Your wishlist</h1>
      <ul className="lines wishes">
        {wishes.map((wish) => (
          <li key={wish.variant.id}>
            <Link to={`/products/${wish.product.handle}/`}>
              {wish.product.title}
              {wish.variant.title !== 'Default Title' &&
                `, ${wish.variant.title}`}
            </Link>
            <span>{formatMoney(wish.variant.price)}</span>
            <WishButton {...wish} />
            <button type="button" onClick={() => void buy(wish)}>
              Put into the cart
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export const Head: HeadFC = () => (
  <PageHead title="Wishlist" description="What you wish for." />
);
