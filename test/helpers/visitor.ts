import {
  chromium,
  type Browser,
  type LaunchOptions,
  type BrowserContext,
  type Page,
  type Request,
} from 'playwright-core';
import { addresses } from './addresses.ts';

/** A browser for the tests of one file. */
export function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    ...options,
    executablePath: process.env['CHROMIUM_PATH'] ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The browser of a file's tests: launched before the first of them, closed after the last. */
export function browserOfTests(options?: LaunchOptions): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser(options);
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error('asked for outside of a test');
    return browser;
  };
}

/** Somebody who visits the shop, and all that their browser did meanwhile. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every request, in order. */
  readonly requests: Request[];
  /** The text of every script, by its address. */
  readonly scripts: ReadonlyMap<string, Promise<string>>;
  /** Resolves when no request has been under way for half a second: what was going to happen has happened. */
  readonly quiet: () => Promise<void>;
  /** How often a document was navigated to. */
  readonly navigations: () => number;
  /** What was thrown and never caught. */
  readonly errors: string[];
  /** The names of all that was written to cookies and web storage, once each. */
  readonly writes: () => Promise<string[]>;
}

/** How long nothing must happen to be sure that nothing will. */
const QUIET_MS = 500;
/** What a document sends while it is left can be reported after the next one is there, and its end never. */
const LOST_MS = 15_000;

export async function visit(
  browser: Browser,
  path = '/',
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
  context?: BrowserContext,
): Promise<Visitor> {
  const own = context ?? (await browser.newContext());
  const page = await own.newPage();
  const requests: Request[] = [];
  const errors: string[] = [];
  const written = new Set<string>();
  const scripts = new Map<string, Promise<string>>();
  page.on('request', (request) => requests.push(request));
  page.on('response', (response) => {
    // Read at once: after a navigation the browser has forgotten it.
    if (response.request().resourceType() === 'script')
      scripts.set(
        response.url(),
        response.text().catch(() => ''),
      );
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  /** With when they began. */
  const underWay = new Map<Request, number>();
  let lastChange = Date.now();
  const ended = (request: Request) => {
    underWay.delete(request);
    lastChange = Date.now();
  };
  page.on('request', (request) => {
    lastChange = Date.now();
    underWay.set(request, lastChange);
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  // A document that is left takes its requests along, and the browser does not always say so.
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return;
    for (const request of underWay.keys())
      if (!request.isNavigationRequest()) underWay.delete(request);
  });
  await page.exposeFunction('noteWrite', (name: string) => written.add(name));
  await page.exposeFunction('noteError', (error: string) => errors.push(error));
  await page.addInitScript(watchWrites);
  await prepare(page);
  await page.goto(addresses.site + path);
  return {
    page,
    context: own,
    requests,
    scripts,
    errors,
    quiet: async () => {
      const busy = () => {
        const now = Date.now();
        return (
          now - lastChange < QUIET_MS ||
          [...underWay.values()].some((began) => now - began < LOST_MS)
        );
      };
      while (busy()) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    navigations: () =>
      requests.filter(
        (request) =>
          request.isNavigationRequest() && request.frame() === page.mainFrame(),
      ).length,
    writes: async () => {
      // One round trip, so that what was noted before it has arrived.
      await page.evaluate(() => undefined);
      return [...written].sort();
    },
  };
}

/** Runs in the page before any script of its own. */
function watchWrites(): void {
  const { noteWrite, noteError } = window as unknown as Record<
    string,
    (text: string) => void
  >;
  const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem')
    ?.value as Storage['setItem'];
  Storage.prototype.setItem = function (
    this: Storage,
    key: string,
    value: string,
  ) {
    noteWrite?.(
      `${this === window.localStorage ? 'localStorage' : 'sessionStorage'} ${key}`,
    );
    setItem.call(this, key, value);
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    get(this: Document) {
      return cookie?.get?.call(this) as string;
    },
    set(this: Document, text: string) {
      noteWrite?.(`cookie ${text.split('=')[0] ?? ''}`);
      cookie?.set?.call(this, text);
    },
  });
  const open = Object.getOwnPropertyDescriptor(IDBFactory.prototype, 'open')
    ?.value as IDBFactory['open'];
  IDBFactory.prototype.open = function (
    this: IDBFactory,
    name: string,
    version?: number,
  ) {
    noteWrite?.(`indexedDB ${name}`);
    return open.call(this, name, version);
  };
  window.addEventListener('unhandledrejection', (event) => {
    noteError?.(`unhandled rejection: ${String(event.reason)}`);
  });
}

/** Answers the banner. */
export async function choose(
  page: Page,
  answer: 'all' | 'necessary',
): Promise<void> {
  await page.click(`#cc-main .cm [data-role="${answer}"]`);
}

/** Answers again, in the preferences that the footer opens. */
export async function chooseAgain(
  page: Page,
  answer: 'all' | 'necessary',
): Promise<void> {
  await page.click('text=Change my choice');
  await page.click(`#cc-main .pm [data-role="${answer}"]`);
}

/** Waits until the gate is in this phase, as `storefront.inspect()` says it. */
export async function untilPhase(page: Page, phase: string): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      (
        window as {
          storefront?: { inspect: () => { phase: string } };
        }
      ).storefront?.inspect().phase === wanted,
    phase,
  );
}

/** Goes to a product, the way a visitor does. */
export async function openProduct(page: Page, title: string): Promise<void> {
  // Before React has taken over, a link loads another document.
  await page.waitForFunction(() => 'storefront' in window);
  // In the page: the banner, which comes meanwhile, may cover what a mouse would meet, and takes the keyboard's focus.
  const link = await page.waitForSelector(`main a:has-text("${title}")`);
  await link.evaluate((element) => {
    (element as HTMLElement).click();
  });
  await page.waitForSelector(`h1:text-is("${title}")`);
}

/** Puts the product on this page into the cart and goes there. */
export async function addToCart(page: Page): Promise<void> {
  await page.click('text=Add to cart');
  await page.waitForSelector('h1:text-is("Your cart")');
}

/** Goes to the checkout and pays; gives the order's id. */
export async function pay(page: Page): Promise<string> {
  await page.click('text=Go to checkout');
  await page.click('button:has-text("Pay")');
  const order = await page.waitForSelector('[data-order-id]');
  return (await order.getAttribute('data-order-id')) ?? '';
}

/** The anonymous id that Analytics.js has stored. */
export async function storedAnonymousId(
  context: BrowserContext,
): Promise<string | undefined> {
  const cookies = await context.cookies(addresses.site);
  return cookies.find(({ name }) => name === 'ajs_anonymous_id')?.value;
}

/** Scrolls, and waits until Gatsby has remembered where to. */
export async function scroll(page: Page): Promise<void> {
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() =>
    Object.keys(sessionStorage).some((key) => key.startsWith('@@scroll')),
  );
}
