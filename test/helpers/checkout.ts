import type { Page } from 'playwright-core';
import { addresses } from './addresses.ts';
import { findMessage, type Message } from './segment.ts';

/** An order, as it came about. */
export interface Bought {
  /** What the checkout's address said of the visitor's choice; null if nothing. */
  readonly checkoutConsent: string | null;
  /** What the order carries from the cart, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What the service handed over. */
  readonly order: Message;
}

/** Goes to Shopify's checkout and pays, and waits for what comes of it. */
export async function buy(page: Page): Promise<Bought> {
  await page.click('text=Go to checkout');
  await page.waitForURL(`${addresses.shopify}/cart/c/**`);
  const checkoutConsent = new URL(page.url()).searchParams.get('_cs');
  await page.click('button:has-text("Pay")');
  const paid = await page.waitForSelector('[data-order-id]');
  const id = await paid.getAttribute('data-order-id');
  const order = await findMessage(
    ({ properties, source }) =>
      source === 'back-end' && properties['order_id'] === id,
  );
  return { checkoutConsent, attributes: await attributesOf(id ?? ''), order };
}

/** The `note_attributes` of the webhook that Shopify has sent of an order. */
async function attributesOf(orderId: string): Promise<Record<string, string>> {
  const answer = await fetch(`${addresses.shopify}/api/webhooks`);
  const { webhooks } = (await answer.json()) as {
    webhooks: readonly { readonly body: string }[];
  };
  const { body = '{}' } =
    webhooks.find((webhook) => webhook.body.includes(orderId)) ?? {};
  const { note_attributes: attributes = [] } = JSON.parse(body) as {
    note_attributes?: readonly { name: string; value: string }[];
  };
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}
