import { CART_ATTRIBUTE } from '@storefront-events/plan/wire';
import type { Cart } from './cart/cart.ts';
import { lastCharacters } from './cart/gift-cards.ts';
import { countryOf } from './markets.ts';
import { formatted, total, type Minor } from './money.ts';
import { nameOf, type Order } from './order/order.ts';
import { orderCost, type OrderCost } from './order/order-cost.ts';
import { html, page, raw } from './page.ts';
import { SHOP } from './shop.ts';
import { decodeVisitorConsent } from './visitor-consent.ts';

interface Shown {
  readonly siteUrl: string;
  readonly email: string;
  readonly error?: string;
  /** What the address says of the visitor's consent. */
  readonly consent?: string | undefined;
}

export function checkoutPage(cart: Cart, shown: Shown): string {
  const country = countryOf(cart.buyer.countryCode);
  const cost = orderCost(cart, country, country.currency);
  return page(
    'Checkout',
    html`<p><a href="${shown.siteUrl}">← ${SHOP.name}</a></p>
      <h1>Checkout</h1>
      ${raw(table(cost))}
      <form method="post" action="/cart/c/${cart.token}/pay">
        <label
          >Email
          <input
            type="email"
            name="email"
            autocomplete="email"
            required
            value="${shown.email}"
        /></label>
        ${raw(shown.error === undefined ? '' : html`<p role="alert">${shown.error}</p>`)}
        <button>Pay ${formatted(cost.due, country.currency)}</button>
      </form>
      <p class="note">
        This stands in for Shopify's checkout. The cart carries
        ${hasChoice(cart) ? "the visitor's choice" : 'no choice yet'};
        ${consentText(shown.consent)}
      </p>`,
  );
}

/** Lines, discounts, shipping, gift cards and the total, in the buyer's currency. */
function table(cost: OrderCost): string {
  const { currency, lines } = cost.cart;
  const row = (label: string, amount: Minor, kind = '') =>
    html`<tr class="${kind}">
      <td>${label}</td>
      <td>${formatted(amount, currency)}</td>
    </tr>`;
  const discounts = Map.groupBy(
    cost.lines.flatMap((line) => line.discounts),
    ({ discount }) => discount.code,
  );
  const rows = [
    ...lines.map(({ line, subtotal }) =>
      row(
        `${String(line.quantity)} × ${line.product.title}, ${line.variant.title}`,
        subtotal,
      ),
    ),
    ...[...discounts].map(([code, some]) =>
      row(`Discount ${code}`, -total(some.map(({ amount }) => amount))),
    ),
    row('Shipping', cost.shipping),
    row('Total', cost.total, 'total'),
    ...cost.giftCards.map(({ card, used }) =>
      row(`Gift card ending in ${lastCharacters(card)}`, -used),
    ),
  ];
  return html`<table>
    ${raw(rows.join(''))}
  </table>`;
}

function hasChoice({ attributes }: Cart): boolean {
  return attributes.some(({ key }) => key === CART_ATTRIBUTE.consent);
}

function consentText(text: string | undefined): string {
  const consent = decodeVisitorConsent(text);
  if (!consent) return 'its address says nothing about it.';
  const answers = Object.entries(consent).map(
    ([purpose, isAccepted]) => `${purpose} ${isAccepted ? 'yes' : 'no'}`,
  );
  return `its address says: ${answers.join(', ')}.`;
}

/** @param onSite the order's page on the shop's site, if it has one */
export function thanksPage(
  order: Order,
  siteUrl: string,
  onSite: string | undefined,
): string {
  return page(
    'Thank you',
    html`<h1>Thank you</h1>
      <p>
        Order <strong data-order-id="${order.id}">${nameOf(order)}</strong> is
        paid. Shopify now tells the webhook service about it.
      </p>
      <p><a href="${onSite ?? order.statusUrl}">Your order</a></p>
      <p><a class="button" href="${siteUrl}">Back to the shop</a></p>`,
  );
}

/** What `order_status_url` shows. */
export function statusPage(order: Order, siteUrl: string): string {
  return page(
    `Order ${nameOf(order)}`,
    html`<h1>Order ${nameOf(order)}</h1>
      <p>Paid. We are packing it.</p>
      ${raw(table(order.cost.presentment))}
      <p><a class="button" href="${siteUrl}">Back to the shop</a></p>`,
  );
}

export function emptyPage(siteUrl: string): string {
  return page(
    'Nothing to pay',
    html`<h1>Nothing to pay</h1>
      <p>This cart is empty or was paid already.</p>
      <p><a class="button" href="${siteUrl}">Back to the shop</a></p>`,
  );
}
