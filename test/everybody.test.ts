/**
 * Every page of the shop, on a desktop and on a phone of 360 pixels: for everybody (axe), without scrolling sideways, and
 * without anything moving under the reader's eyes. The pictures stay in test/artifacts/screenshots.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { addresses } from './helpers/addresses.ts';
import { violations } from './helpers/axe.ts';
import { enterCode, goTo } from './helpers/shop.ts';
import { addToCart, choose, browserOfTests, visit } from './helpers/visitor.ts';

const PICTURES = join(__dirname, 'artifacts', 'screenshots');

const SCREENS = [
  { name: 'desktop', viewport: { width: 1280, height: 900 } },
  { name: 'phone', viewport: { width: 360, height: 740 } },
] as const;

const browser = browserOfTests();

beforeAll(() => mkdir(PICTURES, { recursive: true }));

/** What there is to see, and how one gets there. Each goes on from where the last has ended. */
const SIGHTS: readonly (readonly [
  name: string,
  reach: (page: Page) => Promise<unknown>,
])[] = [
  ['collection', (page) => open(page, '/collections/teaware/', 'Teaware')],
  ['search', (page) => open(page, '/search/?q=green', 'Search')],
  ['product', (page) => open(page, '/products/cups/', 'Tasting Cups')],
  [
    'product-sold-out',
    async (page) => {
      await open(page, '/products/alishan/', 'Alishan High Mountain');
      await page.click('.options label:has-text("250 g")');
      await page.click('summary:has-text("Write a review")');
    },
  ],
  [
    'wishlist-empty',
    (page) => open(page, '/wishlist/', 'Your wishlist is empty'),
  ],
  [
    'wishlist',
    async (page) => {
      await open(page, '/products/cups/', 'Tasting Cups');
      await page.click('text=Add to wishlist');
      await goTo(page, 'header a:has-text("Wishlist")', 'Your wishlist');
    },
  ],
  ['cart-empty', (page) => open(page, '/cart/', 'Your cart is empty')],
  [
    'cart',
    async (page) => {
      await open(page, '/products/sencha/', 'Sencha');
      await page.selectOption('main select >> nth=0', 'Delivered every month');
      await addToCart(page);
    },
  ],
  [
    'cart-drawer',
    async (page) => {
      await open(page, '/collections/oolong/', 'Oolong');
      await page.click('header a:has-text("Cart")');
      await enterCode(page, 'Discount code', 'WELCOME10');
      await enterCode(page, 'Gift card', 'NO-SUCH-CARD');
      await page.waitForSelector('dialog >> text=We know no gift card');
      await page.waitForSelector('.chips');
    },
  ],
  [
    'checkout-delivery',
    async (page) => {
      await open(page, '/checkout/', 'Delivery and payment');
      await page.waitForSelector('option:has-text("Japan")', {
        state: 'attached',
      });
    },
  ],
  [
    'checkout-payment',
    async (page) => {
      await page.fill('main [name=email]', 'ada@example.com');
      await page.click('text=On to payment');
      await page.waitForSelector('text=How would you like to pay?');
    },
  ],
  [
    'order',
    async (page) => {
      await page.click('text=Continue at Shopify');
      await page.click('button:has-text("Pay")');
      await page.click('text=Your order');
      await page.waitForSelector('h1:has-text("Order #")');
    },
  ],
  ['account-sign-in', (page) => open(page, '/account/', 'Sign in')],
  [
    'account-register',
    (page) => open(page, '/account/register/', 'Create an account'),
  ],
  [
    'account-recover',
    (page) => open(page, '/account/recover/', 'Forgotten password'),
  ],
  [
    'account-reset',
    (page) => open(page, '/account/reset/', 'Choose a new password'),
  ],
  [
    'account',
    async (page) => {
      await open(page, '/account/', 'Sign in');
      await page.fill('main [name=email]', 'ada@example.com');
      await page.fill('[name=password]', 'kettle-and-leaf');
      await goTo(page, 'button:has-text("Sign in")', 'Hello, Ada');
    },
  ],
  [
    'account-address',
    async (page) => {
      await page.click('text=Add an address');
      await page.waitForSelector('option:has-text("Japan")', {
        state: 'attached',
      });
    },
  ],
  ['privacy', (page) => open(page, '/privacy/', 'Your privacy')],
  ['not-found', (page) => open(page, '/no-such-tea/', 'There is no such page')],
];

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(addresses.site + path);
  await page.waitForFunction(() => 'storefront' in window);
  await page.waitForSelector(`h1:text-is("${heading}")`);
}

describe.each(SCREENS)('on a $name', ({ name, viewport }) => {
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    context = await browser().newContext({ viewport });
    const visitor = await visit(browser(), '/', undefined, context);
    page = visitor.page;
    await page.waitForSelector('#cc-main .cm');
    await picture(page, `${name}-home-with-banner`, false);
    await choose(page, 'necessary');
    await page.waitForSelector('#cc-main .cm', { state: 'hidden' });
    page.on('pageerror', (error) => errors.push(String(error)));
  });

  afterAll(() => context.close());

  it.each([['home', () => Promise.resolve()] as const, ...SIGHTS])(
    '%s has nothing that axe finds wrong, and does not scroll sideways',
    async (sight, reach) => {
      await reach(page);
      const isDrawer = (await page.locator('dialog[open]').count()) > 0;
      await picture(page, `${name}-${sight}`, !isDrawer);
      expect(await violations(page)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
      ).toBeLessThanOrEqual(viewport.width);
    },
  );

  it('meets no error', () => {
    expect(errors).toEqual([]);
  });

  it.each(['/', '/collections/green-tea/', '/products/sencha/'])(
    'nothing moves on %s, also when the banner comes',
    async (path) => {
      const own = await browser().newContext({ viewport });
      const visitor = await visit(browser(), path, watchShifts, own);
      await visitor.page.waitForSelector('#cc-main .cm');
      await visitor.quiet();
      const read = () =>
        visitor.page.evaluate(
          () => (window as unknown as { shifts: number[] }).shifts,
        );
      expect(await read()).toEqual([]);
      // What watches can see: a page that is pushed down has moved.
      await visitor.page.evaluate(async () => {
        document.body.style.paddingTop = '300px';
        await new Promise((resolve) => setTimeout(resolve, 100));
      });
      await visitor.page.waitForFunction(
        () => (window as unknown as { shifts: number[] }).shifts.length > 0,
      );
      await own.close();
    },
  );
});

async function picture(page: Page, name: string, fullPage: boolean) {
  // Pictures below the fold come when they are looked at.
  await page.evaluate(async () => {
    const { scrollHeight } = document.documentElement;
    for (let top = 0; top < scrollHeight; top += 400) {
      window.scrollTo(0, top);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    window.scrollTo(0, 0);
    await Promise.allSettled(
      [...document.images].map((image) => image.decode()),
    );
    await Promise.allSettled(
      document.getAnimations().map((animation) => animation.finished),
    );
  });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
}

/** Collects layout shifts from the first paint on. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      shifts.push(
        ...list.getEntries().map((entry) => (entry as LayoutShift).value),
      );
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
}

describe('by keyboard', () => {
  it('the cart opens and closes, and the focus comes back to where it was', async () => {
    const { page, context } = await visit(browser(), '/products/sencha/');
    await choose(page, 'necessary');
    await addToCart(page);
    await goTo(page, 'header a:has-text("Oolong")', 'Oolong');
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.focus('header a:has-text("Cart")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    expect(await focused()).toBe('Close');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    expect(await focused()).toContain('Cart');
    await context.close();
  });

  it('a variant is chosen by the arrow keys', async () => {
    const { page, context } = await visit(browser(), '/products/sencha/');
    await choose(page, 'necessary');
    await page.focus('.options input');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.price:has-text("27.50")');
    await context.close();
  });
});

it.each([
  ['reduce', 'none'],
  ['no-preference', 'slide-in'],
] as const)(
  'with prefers-reduced-motion: %s, the movement of the cart is: %s',
  async (reducedMotion, movement) => {
    const context = await browser().newContext({ reducedMotion });
    const { page } = await visit(browser(), '/', undefined, context);
    await choose(page, 'necessary');
    await page.click('header a:has-text("Cart")');
    const dialog = await page.waitForSelector('dialog[open]');
    expect(
      await dialog.evaluate(
        (element) => getComputedStyle(element).animationName,
      ),
    ).toBe(movement);
    await context.close();
  },
);
