import type { Page } from 'playwright-core';
import { addresses } from './addresses.ts';

/** Follows a link or presses a button that leads to the page with this heading. */
export async function goTo(
  page: Page,
  what: string,
  heading: string,
): Promise<void> {
  await page.click(what);
  await page.waitForSelector(`h1:text-is("${heading}")`);
}

/** Enters a discount code or a gift card where the cart is shown, and waits for the shop's answer. */
export async function enterCode(
  page: Page,
  label: 'Discount code' | 'Gift card',
  code: string,
): Promise<void> {
  const form = page.locator('form.code', { hasText: label });
  const answered = page.waitForResponse(
    (response) =>
      response.url().startsWith(addresses.shopify) &&
      response.request().method() === 'POST',
  );
  await form.locator('input').fill(code);
  await form.locator('button[type=submit]').click();
  await answered;
}

/** The link in the mail that Shopify would have sent to this address. */
export async function resetLink(email: string): Promise<string> {
  const answer = await fetch(`${addresses.shopify}/api/mails`);
  const { mails } = (await answer.json()) as {
    mails: readonly { readonly to: string; readonly link: string }[];
  };
  const link = mails.findLast(({ to }) => to === email)?.link;
  if (link === undefined) throw new Error(`No mail was sent to ${email}.`);
  return link;
}
