import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cart } from './cart/cart.ts';
import { checkoutPage, emptyPage, thanksPage } from './checkout-pages.ts';
import { orderJson } from './consistent-order.ts';
import { orderPayload } from './order/order-payload.ts';
import type { ShopState } from './state.ts';
import { CONSENT_PARAMETER } from './visitor-consent.ts';
import type { Webhooks } from './webhooks.ts';

export interface CheckoutOptions {
  readonly state: ShopState;
  readonly webhooks: Webhooks;
  /** Where the shop's site is, and where this server is. */
  readonly siteUrl: () => string;
  readonly origin: () => string;
  /** The page of an order on the shop's site, if it has one: `#order=<id>&key=<key>` is added. */
  readonly orderStatusPath: string | undefined;
}

interface CheckoutRequest {
  readonly Params: { readonly token: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
  readonly Body: Readonly<Record<string, string | undefined>> | undefined;
}

/** Adds the checkout: a page to pay on, and the webhook that a payment sets off. */
export function addCheckout(
  app: FastifyInstance,
  options: CheckoutOptions,
): void {
  const { state, siteUrl } = options;
  const onCart =
    (
      answer: (
        cart: Cart,
        request: FastifyRequest<CheckoutRequest>,
        reply: FastifyReply,
      ) => unknown,
    ) =>
    (request: FastifyRequest<CheckoutRequest>, reply: FastifyReply) => {
      void reply.type('text/html; charset=utf-8');
      const cart = state.carts.find(request.params.token);
      return cart && cart.lines.length > 0
        ? answer(cart, request, reply)
        : reply.code(404).send(emptyPage(siteUrl()));
    };
  app.get<CheckoutRequest>(
    '/cart/c/:token',
    onCart((cart, { query }, reply) =>
      reply.send(
        checkoutPage(cart, {
          siteUrl: siteUrl(),
          email: emailOf(cart, state),
          consent: query[CONSENT_PARAMETER],
        }),
      ),
    ),
  );
  app.post<CheckoutRequest>(
    '/cart/c/:token/pay',
    onCart((cart, { body }, reply) => {
      const email = body?.['email'] ?? '';
      return /^\S+@\S+$/.test(email)
        ? reply.send(pay(cart, email, options))
        : reply.code(422).send(
            checkoutPage(cart, {
              siteUrl: siteUrl(),
              email,
              error: 'Please give an email address.',
            }),
          );
    }),
  );
}

/** Makes an order of the cart, which is gone then, tells the webhook service, and thanks. */
function pay(cart: Cart, email: string, options: CheckoutOptions): string {
  const { state, webhooks, siteUrl, origin, orderStatusPath } = options;
  const order = state.orders.place(cart, email, origin());
  state.carts.close(cart);
  webhooks.send('orders/create', orderJson(orderPayload(order)));
  const onSite =
    orderStatusPath === undefined
      ? undefined
      : new URL(orderStatusPath, siteUrl());
  if (onSite)
    onSite.hash = new URLSearchParams({
      order: order.id,
      key: order.key,
    }).toString();
  return thanksPage(order, siteUrl(), onSite?.href);
}

/** What the form has already: the address of who is signed in, or one to try with. */
function emailOf({ buyer }: Cart, { customers }: ShopState): string {
  return (
    buyer.email ?? customers.find(buyer.customerId)?.email ?? 'ada@example.com'
  );
}
