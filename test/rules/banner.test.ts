/** The example shop's banner: for everybody, by keyboard too, and a no takes no more steps than a yes. */
import type { Page } from 'playwright-core';
import { violations } from '../helpers/axe.ts';
import { browserOfTests, untilPhase, visit } from '../helpers/visitor.ts';

const browser = browserOfTests();

/** Presses Tab until the element with this text has the focus; gives how often. */
async function tabTo(page: Page, text: string): Promise<number> {
  for (let steps = 1; steps <= 40; steps += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      () => document.activeElement?.textContent,
    );
    if (focused?.trim() === text) return steps;
  }
  throw new Error(`The keyboard does not reach "${text}".`);
}

const banner = (page: Page) => page.waitForSelector('#cc-main .cm--box');

describe('the banner', () => {
  it('has nothing that axe finds wrong, nor have the preferences', async () => {
    const { page, context } = await visit(browser());
    await banner(page);
    expect(await violations(page)).toEqual([]);
    await page.click('text=Change my choice');
    await page.waitForSelector('#cc-main .pm [data-role="save"]');
    expect(await violations(page)).toEqual([]);
    await context.close();
  });

  it('takes one press to say no, as to say yes, by buttons of one size', async () => {
    const steps = async (answer: string) => {
      const { page, context } = await visit(browser());
      await banner(page);
      const count = await tabTo(page, answer);
      await page.keyboard.press('Enter');
      await untilPhase(page, answer === 'Accept all' ? 'open' : 'closed');
      await context.close();
      return count;
    };
    // The banner comes last in the page; what precedes it counts for both.
    expect(await steps('Reject all')).toBeGreaterThan(0);
    expect(await steps('Accept all')).toBeGreaterThan(0);
    const { page, context } = await visit(browser());
    await banner(page);
    const sizes = await page.$$eval(
      '#cc-main .cm [data-role="all"], #cc-main .cm [data-role="necessary"]',
      (buttons) =>
        buttons.map((button) => button.getBoundingClientRect().width),
    );
    expect(sizes[0]).toBeCloseTo(sizes[1] ?? 0, 0);
    await context.close();
  });

  it('can be answered, opened again and taken back by keyboard alone', async () => {
    const { page, context, navigations } = await visit(browser());
    await banner(page);
    await tabTo(page, 'Accept all');
    await page.keyboard.press('Enter');
    await untilPhase(page, 'open');
    await tabTo(page, 'Change my choice');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cc-main .pm [data-role="necessary"]');
    // The focus is in the dialog, and Escape gives it back.
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(() => !!document.activeElement?.closest('#cc-main')),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#cc-main .pm', { state: 'hidden' });
    await tabTo(page, 'Change my choice');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cc-main .pm [data-role="necessary"]');
    await tabTo(page, 'Reject all');
    await page.keyboard.press('Enter');
    await untilPhase(page, 'closed');
    expect(navigations()).toBe(1);
    await context.close();
  });
});
