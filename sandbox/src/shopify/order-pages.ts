import type { FastifyInstance } from 'fastify';
import { emptyPage, statusPage } from './checkout-pages.ts';
import { orderSummary } from './order/order-json.ts';
import type { Orders } from './order/orders.ts';

interface OrderRequest {
  readonly Params: { readonly id: string };
  readonly Querystring: { readonly key?: string };
}

/** Adds an order's status page, and the same as JSON for one of the site's own. Both open with the order's key only. */
export function addOrderPages(
  app: FastifyInstance,
  orders: Orders,
  where: { readonly siteUrl: () => string; readonly origin: () => string },
): void {
  app.get<OrderRequest>(
    '/orders/:id/authenticate',
    ({ params, query }, reply) => {
      void reply.type('text/html; charset=utf-8');
      const order = orders.find(params.id, query.key);
      return order
        ? reply.send(statusPage(order, where.siteUrl()))
        : reply.code(404).send(emptyPage(where.siteUrl()));
    },
  );
  app.get<OrderRequest>('/api/orders/:id', ({ params, query }, reply) => {
    const order = orders.find(params.id, query.key);
    return order
      ? orderSummary(order, where.origin())
      : reply.code(404).send({ message: 'There is no such order.' });
  });
}
