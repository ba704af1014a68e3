import cors from '@fastify/cors';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { findPicture } from './catalogue/pictures.ts';
import { addCheckout } from './checkout.ts';
import { addOrderPages } from './order-pages.ts';
import { loadSchema } from './schema.ts';
import { newState } from './state.ts';
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
  /**
   * The page of an order on the shop's site, such as `/order/`, if it has one: `#order=<id>&key=<key>` is added. The key
   * opens the order, so it stands where no server and no event sees it.
   */
  readonly orderStatusPath?: string;
  /** Where the site lets a password be chosen: `#customer=<id>&token=<token>` is added. Default `/account/reset/`. */
  readonly passwordResetPath?: string;
}

/**
 * A stand-in for Shopify: the part of the Storefront API that a shop needs, on Shopify's own schema, a checkout page, and
 * signed webhooks in the shape of Shopify's own.
 */
export async function createShopify(
  options: ShopifyOptions,
): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  const { siteUrl, origin, orderStatusPath } = options;
  const { passwordResetPath = '/account/reset/' } = options;
  const state = newState(() => new Date());
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
  addStorefrontApi(app, await loadSchema(), () => ({
    state,
    origin: origin(),
    siteUrl: siteUrl(),
    passwordResetUrl: ({ customerId, resetToken }) => {
      const url = new URL(passwordResetPath, siteUrl());
      url.hash = new URLSearchParams({
        customer: customerId,
        token: resetToken,
      }).toString();
      return url.href;
    },
  }));
  app.get('/api/mails', () => ({ mails: state.mails.list() }));
  addCheckout(app, { state, webhooks, siteUrl, origin, orderStatusPath });
  addOrderPages(app, state.orders, { siteUrl, origin });
  addPictures(app);
  addWebhooks(app, webhooks);
  return app;
}

function addPictures(app: FastifyInstance): void {
  app.get<{ Params: { name: string } }>(
    '/images/:name.svg',
    (request, reply) => {
      const picture = findPicture(request.params.name);
      return picture
        ? reply
            .type('image/svg+xml')
            .header('cache-control', 'public, max-age=31536000')
            .send(picture.svg)
        : reply.code(404).send();
    },
  );
}

function addWebhooks(app: FastifyInstance, webhooks: Webhooks): void {
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
}
