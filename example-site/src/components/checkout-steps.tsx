import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import type { Cart } from '../shop/cart-api';
import { useCountries } from '../shop/countries';
import { describeCart } from '../shop/describe-cart';
import { textIn } from './form-text';

const DELIVERY = 1;
const PAYMENT = 2;

/** Where it goes. The country decides the currency, and whether prices contain tax. */
export function DeliveryStep({
  cart,
  onDone,
}: {
  readonly cart: Cart;
  readonly onDone: () => void;
}) {
  const { setBuyer } = useCart();
  const countries = useCountries();
  const track = useTrack();
  useStepViewed(DELIVERY);

  const submit = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    await setBuyer({
      countryCode: textIn(form, 'country'),
      email: textIn(form, 'email'),
    });
    track('Checkout Step Completed', {
      step: DELIVERY,
      shipping_method: 'Standard',
    });
    onDone();
  };

  const { countryCode, email } = cart.buyerIdentity;
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <h2>1. Where does it go?</h2>
      <label className="field">
        Country
        {/* The countries come later: what is chosen must be among them. */}
        <select
          name="country"
          key={countries.length}
          defaultValue={countryCode}
          autoComplete="country"
        >
          {countries.map(({ isoCode, name, currency }) => (
            <option key={isoCode} value={isoCode}>
              {`${name} (${currency.isoCode})`}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        Email
        <input
          type="email"
          name="email"
          required
          autoComplete="email"
          defaultValue={email ?? ''}
        />
      </label>
      <button type="submit">On to payment</button>
    </form>
  );
}

/** Shopify's accelerated checkouts, by what its address calls them; the first is the ordinary one. */
const METHODS = [
  { name: 'Card', payment: undefined },
  { name: 'Shop Pay', payment: 'shop_pay' },
] as const;

/** How it is paid: said here, done at Shopify. */
export function PaymentStep({ cart }: { readonly cart: Cart }) {
  const { checkOut } = useCart();
  const [method, setMethod] = React.useState<(typeof METHODS)[number]>(
    METHODS[0],
  );
  const track = useTrack();
  useStepViewed(PAYMENT);

  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = { step: PAYMENT, payment_method: method.name };
    const { currency, value, products = [] } = describeCart(cart) ?? {};
    const hasSubscription = cart.lines.nodes.some(
      ({ sellingPlanAllocation }) => sellingPlanAllocation !== null,
    );
    track(
      hasSubscription
        ? 'Subscription Payment Info Entered'
        : 'Payment Info Entered',
      {
        ...chosen,
        ...(currency !== undefined && { currency }),
        ...(value !== undefined && { value }),
        products,
      },
    );
    track('Checkout Step Completed', chosen);
    void checkOut(method.payment);
  };

  return (
    <form className="form" onSubmit={submit}>
      <h2>2. How would you like to pay?</h2>
      <fieldset className="options">
        <legend>Pay by</legend>
        {METHODS.map((each) => (
          <label key={each.name}>
            <input
              type="radio"
              name="method"
              checked={each === method}
              onChange={() => {
                setMethod(each);
              }}
            />
            <span>{each.name}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit">Continue at Shopify</button>
    </form>
  );
}

/** Reports that a step has been reached: once while it is shown. */
function useStepViewed(step: number) {
  const track = useTrack();
  const viewed = React.useRef(false);
  React.useEffect(() => {
    if (viewed.current) return;
    viewed.current = true;
    track('Checkout Step Viewed', { step });
  }, [step, track]);
}
