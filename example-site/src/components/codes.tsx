import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import * as api from '../shop/cart-api';
import type { Cart } from '../shop/cart-api';
import { plainId } from '../shop/products';
import { textIn } from './form-text';

/** A discount code. Coupon Applied, Denied and Removed come from the cart itself: src/shop/cart.tsx. */
export function CouponForm({ cart }: { readonly cart: Cart }) {
  const { change } = useCart();
  const track = useTrack();
  const applied = cart.discountCodes
    .filter(({ applicable }) => applicable)
    .map(({ code }) => code);
  const denied = cart.discountCodes.find(({ applicable }) => !applicable);

  const enter = async (code: string) => {
    track('Coupon Entered', { coupon_id: code, cart_id: plainId(cart.id) });
    await change((id) => api.setDiscountCodes(id, [...applied, code]));
  };
  const remove = (code: string) =>
    void change((id) =>
      api.setDiscountCodes(
        id,
        applied.filter((each) => each !== code),
      ),
    );

  return (
    <CodeForm label="Discount code" onEnter={enter}>
      <Chips
        items={applied.map((code) => ({ key: code, label: code }))}
        onRemove={remove}
      />
      {denied && (
        <p role="status">“{denied.code}” takes nothing off this cart.</p>
      )}
    </CodeForm>
  );
}

/** A gift card. Gift Card Applied and Removed come from the cart itself; that Shopify refuses a code only we can tell. */
export function GiftCardForm({ cart }: { readonly cart: Cart }) {
  const { change } = useCart();
  const [isDenied, setDenied] = React.useState(false);
  const track = useTrack();

  const enter = async (code: string) => {
    // The whole code is money: its last characters are all that is told.
    const card = {
      gift_card_last_characters: code.slice(-4),
      cart_id: plainId(cart.id),
    };
    track('Gift Card Entered', card);
    setDenied(false);
    try {
      await change((id) => api.addGiftCard(id, code));
    } catch (error) {
      track('Gift Card Denied', { ...card, reason: (error as Error).message });
      setDenied(true);
    }
  };
  const remove = (cardId: string) =>
    void change((id) => api.removeGiftCard(id, cardId));

  return (
    <CodeForm label="Gift card" onEnter={enter}>
      <Chips
        items={cart.appliedGiftCards.map(({ id, lastCharacters }) => ({
          key: id,
          label: `Gift card …${lastCharacters}`,
        }))}
        onRemove={remove}
      />
      {isDenied && <p role="status">We know no gift card with this code.</p>}
    </CodeForm>
  );
}

function CodeForm({
  label,
  onEnter,
  children,
}: {
  readonly label: string;
  readonly onEnter: (code: string) => Promise<void>;
  readonly children: React.ReactNode;
}) {
  const submit = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    await onEnter(textIn(form, 'code').trim());
    form.reset();
  };
  return (
    <form className="code" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input name="code" required autoComplete="off" spellCheck={false} />
      </label>
      <button type="submit" className="quiet">
        Apply<span className="hidden"> {label}</span>
      </button>
      {children}
    </form>
  );
}

function Chips({
  items,
  onRemove,
}: {
  readonly items: readonly { readonly key: string; readonly label: string }[];
  readonly onRemove: (key: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <ul className="chips">
      {items.map(({ key, label }) => (
        <li key={key}>
          {label}
          <button
            type="button"
            className="link"
            aria-label={`Take ${label} off`}
            onClick={() => {
              onRemove(key);
            }}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
