import { Link, type HeadFC } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { DeliveryStep, PaymentStep } from '../components/checkout-steps';
import { PageHead } from '../components/page-head';
import { useCart } from '../shop/cart';
import type { Cart } from '../shop/cart-api';
import { describeCheckout } from '../shop/describe-cart';
import { formatMoney } from '../shop/products';

/**
 * What the shop asks itself before Shopify's checkout: where it goes, which decides the currency, and how it is paid. Who
 * needs neither goes there at once, from the cart.
 */
export default function CheckoutPage() {
  const { cart } = useCart();
  const [step, setStep] = React.useState(1);
  useCheckoutStarted(cart);
  if (!cart || cart.totalQuantity === 0)
    return (
      <>
        <h1>Nothing to pay</h1>
        <p>
          <Link to="/">Find a tea</Link>
        </p>
      </>
    );
  return (
    <>
      <h1>Delivery and payment</h1>
      <p className="price">
        {cart.totalQuantity} in your cart, together{' '}
        {formatMoney(cart.cost.totalAmount)}
      </p>
      {step === 1 ? (
        <DeliveryStep
          cart={cart}
          onDone={() => {
            setStep(2);
          }}
        />
      ) : (
        <PaymentStep cart={cart} />
      )}
    </>
  );
}

/** Reports that the checkout has begun: once a visit of this page. */
function useCheckoutStarted(cart: Cart | null | undefined) {
  const track = useTrack();
  const started = React.useRef<string>(undefined);
  React.useEffect(() => {
    const described = cart && describeCheckout(cart);
    if (!described || started.current === cart.id) return;
    started.current = cart.id;
    track('Checkout Started', described);
  }, [cart, track]);
}

export const Head: HeadFC = () => (
  <PageHead
    title="Checkout"
    description="Where it goes, and how you would like to pay."
  />
);
