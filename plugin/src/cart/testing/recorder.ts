import type { Track } from '../cart-event.ts';

/** Keeps what is tracked, in its order. */
export function makeRecorder() {
  const events: { readonly name: string; readonly properties: object }[] = [];
  const track: Track = (name, properties) => {
    events.push({ name, properties });
  };
  return {
    track,
    events,
    /** What was tracked since the last time, as "Product Added 2 × Sencha". */
    told: () =>
      events.splice(0).map(({ name, properties }) => {
        const {
          quantity,
          name: product,
          coupon_id,
          gift_card_id,
        } = properties as Readonly<Record<string, string | number | undefined>>;
        return quantity === undefined
          ? `${name} ${String(coupon_id ?? gift_card_id)}`
          : `${name} ${String(quantity)} × ${String(product)}`;
      }),
  };
}
