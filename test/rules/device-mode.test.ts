/** Rule 6: device-mode destinations, and some categories only. */
import { vendorCalls, withDestinations } from '../helpers/device-mode.ts';
import { both, withOptions } from '../helpers/options.ts';
import {
  choose,
  chooseAgain,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

const deviceMode = withOptions({ deviceMode: true });
/** The same needs, written in the plugin's options instead of at Segment. */
const mapped = withOptions({
  deviceMode: true,
  integrationCategoryMappings: {
    Counter: ['analytics'],
    Adverts: ['marketing'],
  },
});

/** Agrees to analytics, and not to marketing. */
async function agreeToAnalytics(
  page: Awaited<ReturnType<typeof visit>>['page'],
) {
  await page.click('#cc-main .cm [data-role="show"]');
  await page.click('#cc-main .pm input[value="analytics"]');
  await page.click('#cc-main .pm [data-role="save"]');
}

describe('Rule 6, device-mode destinations', () => {
  it('are off: no script of theirs runs after a yes to everything', async () => {
    const visitor = await visit(browser(), '/', withDestinations());
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    expect(vendorCalls(visitor.requests)).toEqual([]);
    await visitor.context.close();
  });

  it.each([
    ["the source's own consent settings", withDestinations(true), deviceMode],
    ['integrationCategoryMappings', withDestinations(false), mapped],
  ])(
    'where they are on, run for the categories granted only, by %s',
    async (_, destinations, options) => {
      const visitor = await visit(browser(), '/', both(destinations, options));
      await agreeToAnalytics(visitor.page);
      await untilPhase(visitor.page, 'open');
      await openProduct(visitor.page, 'Sencha');
      await visitor.quiet();
      const calls = vendorCalls(visitor.requests);
      expect(calls).toContain('Counter.js');
      expect(calls).toContain('Counter/Product%20Viewed');
      expect(calls.filter((call) => call.startsWith('Adverts'))).toEqual([]);
      expect(visitor.errors).toEqual([]);
      await visitor.context.close();
    },
  );

  it('where they are on, a withdrawal reloads the page once and erases what they set', async () => {
    const visitor = await visit(
      browser(),
      '/',
      both(withDestinations(), deviceMode),
    );
    const { page } = visitor;
    await choose(page, 'all');
    await untilPhase(page, 'open');
    await openProduct(page, 'Sencha');
    await visitor.quiet();
    const names = async () =>
      (await visitor.context.cookies()).map(({ name }) => name);
    expect(await names()).toEqual(
      expect.arrayContaining(['_ga_Counter', '_ga_Adverts']),
    );
    const reloaded = page.waitForEvent('load');
    await chooseAgain(page, 'necessary');
    await reloaded;
    await untilPhase(page, 'closed');
    await visitor.quiet();
    expect(await names()).toEqual(['cc_cookie']);
    expect(visitor.navigations()).toBe(2);
    const before = visitor.requests.length;
    await page.click('text=Kettle & Leaf');
    await visitor.quiet();
    expect(vendorCalls(visitor.requests.slice(before))).toEqual([]);
    expect(visitor.errors).toEqual([]);
    await visitor.context.close();
  });

  it('where they are on, taking back marketing alone reloads once, and the rest goes on', async () => {
    const visitor = await visit(
      browser(),
      '/',
      both(withDestinations(), deviceMode),
    );
    const { page } = visitor;
    await choose(page, 'all');
    await untilPhase(page, 'open');
    const id = await storedAnonymousId(visitor.context);
    const reloaded = page.waitForEvent('load');
    await page.click('text=Change my choice');
    await page.click('#cc-main .pm input[value="marketing"]');
    await page.click('#cc-main .pm [data-role="save"]');
    await reloaded;
    await untilPhase(page, 'open');
    await visitor.quiet();
    expect(visitor.navigations()).toBe(2);
    expect(await storedAnonymousId(visitor.context)).toBe(id);
    const before = visitor.requests.length;
    await openProduct(page, 'Sencha');
    await visitor.quiet();
    // What was on screen for a second may be told too.
    const calls = vendorCalls(visitor.requests.slice(before)).filter(
      (call) => !/List|Promotion/.test(call),
    );
    expect(calls).toEqual([
      'Counter/Product%20Clicked',
      'Counter/Product%20Viewed',
    ]);
    await visitor.context.close();
  });
});
