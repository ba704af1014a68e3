import cors from '@fastify/cors';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { Carts } from './carts.ts';
import { catalogue, productImage } from './catalogue.ts';
import { addCheckout } from './checkout.ts';
import { addStorefrontApi } from './storefront-api.ts';
import { Webhooks } from './webhooks.ts';

export interface ShopifyOptions {
  readonly webhookSecret: string;
  /** Where webhooks are delivered. Asked for at each delivery: the other servers may start later. */
  readonly webhookAddress: () => string | undefined;
  /** Where the shop's site is. */
  readonly siteUrl: () => string;
  /** Where this server is. */
  readonly origin: () => string;
}

/**
 * A stand-in for Shopify: the part of the Storefront API that the example site uses, a checkout page, and signed
 * webhooks in the shape of Shopify's own.
 */
export async function createShopify(
  options: ShopifyOptions,
): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  const carts = new Carts();
  const webhooks = new Webhooks({
    address: options.webhookAddress,
    secret: options.webhookSecret,
    fetch: globalThis.fetch,
  });
  app.addHook('onClose', () => {
    webhooks.close();
  });
  await app.register(cors, { origin: true, maxAge: 600 });
  await app.register(formbody);
  addStorefrontApi(app, carts, options.origin);
  addCheckout(app, carts, webhooks, options.siteUrl);
  app.get<{ Params: { handle: string } }>(
    '/images/:handle.svg',
    (request, reply) => {
      const product = catalogue.find(
        ({ handle }) => handle === request.params.handle,
      );
      return product
        ? reply
            .type('image/svg+xml')
            .header('cache-control', 'public, max-age=31536000')
            .send(productImage(product))
        : reply.code(404).send();
    },
  );
  app.get('/api/webhooks', () => ({ webhooks: webhooks.list() }));
  app.post<{ Params: { id: string }; Querystring: { as?: string } }>(
    '/api/webhooks/:id/redeliver',
    async ({ params, query }, reply) => {
      const webhook = webhooks.list().find(({ id }) => id === params.id);
      if (!webhook)
        return reply.code(404).send({ message: 'There is no such webhook.' });
      return { status: await webhooks.redeliver(webhook, query.as) };
    },
  );
  return app;
}
