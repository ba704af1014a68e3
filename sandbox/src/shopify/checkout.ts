import type { FastifyInstance } from 'fastify';
import { cartSubtotal, type Cart, type Carts } from './carts.ts';
import { SHOP } from './catalogue.ts';
import { orderJson } from './consistent-order.ts';
import { choiceOn, placeOrder } from './orders.ts';
import { html, page, raw } from './page.ts';
import type { Webhooks } from './webhooks.ts';

/** Adds the checkout: a page to pay on, and the webhook that a payment sets off. */
export function addCheckout(
  app: FastifyInstance,
  carts: Carts,
  webhooks: Webhooks,
  siteUrl: () => string,
): void {
  app.get<{ Params: { token: string } }>('/cart/c/:token', (request, reply) => {
    const cart = carts.find(request.params.token);
    void reply.type('text/html; charset=utf-8');
    return cart && cart.lines.length > 0
      ? reply.send(checkoutPage(cart, siteUrl()))
      : reply.code(404).send(emptyPage(siteUrl()));
  });
  app.post<{ Params: { token: string }; Body: Record<string, string> }>(
    '/cart/c/:token/pay',
    (request, reply) => {
      const cart = carts.find(request.params.token);
      void reply.type('text/html; charset=utf-8');
      if (!cart || cart.lines.length === 0)
        return reply.code(404).send(emptyPage(siteUrl()));
      const email = request.body['email'] ?? '';
      if (!/^\S+@\S+$/.test(email))
        return reply
          .code(422)
          .send(checkoutPage(cart, siteUrl(), 'Please give an email address.'));
      const order = placeOrder(cart, { email }, new Date());
      cart.lines = [];
      webhooks.send('orders/create', orderJson(order.payload));
      return reply.send(thanksPage(order.name, order.id, siteUrl()));
    },
  );
}

function checkoutPage(cart: Cart, siteUrl: string, error?: string): string {
  const subtotal = cartSubtotal(cart);
  const shipping = Math.round(Number(SHOP.shipping) * 100);
  const lines = cart.lines.map(
    ({ product, variant, quantity }) =>
      html`<tr>
        <td>${quantity} × ${product.title}, ${variant.title}</td>
        <td>${euros(Math.round(Number(variant.price) * 100) * quantity)}</td>
      </tr>`,
  );
  return page(
    'Checkout',
    html`<p><a href="${siteUrl}">← ${SHOP.name}</a></p>
      <h1>Checkout</h1>
      <table>
        ${raw(lines.join(''))}
        <tr>
          <td>Shipping</td>
          <td>${euros(shipping)}</td>
        </tr>
        <tr class="total">
          <td>Total</td>
          <td>${euros(subtotal + shipping)}</td>
        </tr>
      </table>
      <form method="post" action="/cart/c/${cart.token}/pay">
        <label
          >Email
          <input
            type="email"
            name="email"
            autocomplete="email"
            required
            value="ada@example.com"
        /></label>
        ${raw(error === undefined ? '' : html`<p role="alert">${error}</p>`)}
        <button>Pay ${euros(subtotal + shipping)}</button>
      </form>
      <p class="note">
        This stands in for Shopify's checkout. The cart carries
        ${choiceOn(cart) === 'decided' ? "the visitor's choice" : 'no choice yet'}.
      </p>`,
  );
}

function thanksPage(name: string, id: string, siteUrl: string): string {
  return page(
    'Thank you',
    html`<h1>Thank you</h1>
      <p>
        Order <strong data-order-id="${id}">${name}</strong> is paid. Shopify
        now tells the webhook service about it.
      </p>
      <p><a class="button" href="${siteUrl}">Back to the shop</a></p>`,
  );
}

function emptyPage(siteUrl: string): string {
  return page(
    'Nothing to pay',
    html`<h1>Nothing to pay</h1>
      <p>This cart is empty or was paid already.</p>
      <p><a class="button" href="${siteUrl}">Back to the shop</a></p>`,
  );
}

function euros(cents: number): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: SHOP.currency,
  }).format(cents / 100);
}
