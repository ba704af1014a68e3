/** Rule 7: other tabs, and pages that come back by the back button. */
import { addresses } from '../helpers/addresses.ts';
import {
  choose,
  chooseAgain,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
} from '../helpers/visitor.ts';

const browser = browserOfTests({
  // Playwright turns it off unless told otherwise.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

describe('Rule 7, other tabs', () => {
  it('follow a grant and a withdrawal at once, with one id, which nobody brings back', async () => {
    const first = await visit(browser());
    const second = await visit(browser(), '/', undefined, first.context);
    // Playwright has every page believe that it is looked at; who turns to the first looks away from the second.
    await second.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await choose(first.page, 'all');
    await untilPhase(second.page, 'open');
    const id = await storedAnonymousId(first.context);
    const idOf = ({ page }: typeof first) =>
      page.evaluate(
        () =>
          (
            window as unknown as {
              storefront: { visitor: () => { anonymousId?: string } };
            }
          ).storefront.visitor().anonymousId,
      );
    expect(await idOf(first)).toBe(id);
    expect(await idOf(second)).toBe(id);

    await chooseAgain(first.page, 'necessary');
    await untilPhase(second.page, 'closed');
    const before = second.requests.length;
    await openProduct(second.page, 'Sencha');
    await second.quiet();
    await first.quiet();
    expect(
      second.requests
        .slice(before)
        .filter((request) => request.url().startsWith(addresses.segment)),
    ).toEqual([]);
    expect(await storedAnonymousId(first.context)).toBeUndefined();
    expect(
      await second.page.evaluate(() =>
        Object.keys(localStorage).filter((key) => /^(ajs_|storef)/.test(key)),
      ),
    ).toEqual([]);
    expect([...first.errors, ...second.errors]).toEqual([]);
    await first.context.close();
  });

  it('a page that comes back by the back button knows of the withdrawal before it sends anything', async () => {
    const visitor = await visit(browser());
    const { page } = visitor;
    await choose(page, 'all');
    await untilPhase(page, 'open');
    await page.evaluate(() => {
      (window as { isTheSame?: boolean }).isTheSame = true;
    });
    // Another document of the shop, where the visitor withdraws.
    await page.goto(`${addresses.site}/cart/`);
    await untilPhase(page, 'open');
    await chooseAgain(page, 'necessary');
    await untilPhase(page, 'closed');
    await visitor.quiet();
    const before = visitor.requests.length;
    // A page that was kept does not load: it is shown.
    await page.goBack({ waitUntil: 'commit' });
    await untilPhase(page, 'closed');
    // It was kept, not loaded again: otherwise this would show nothing.
    expect(
      await page.evaluate(() => (window as { isTheSame?: boolean }).isTheSame),
    ).toBe(true);
    await openProduct(page, 'Sencha');
    await visitor.quiet();
    expect(
      visitor.requests
        .slice(before)
        .filter((request) => request.url().startsWith(addresses.segment)),
    ).toEqual([]);
    expect(await storedAnonymousId(visitor.context)).toBeUndefined();
    await visitor.context.close();
  });
});
