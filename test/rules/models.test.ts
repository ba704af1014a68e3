/** Rules 8 and 9: opt-out, Global Privacy Control, no platform, expiry and policy version. */
import type { Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { both, withOptions } from '../helpers/options.ts';
import { findMessage } from '../helpers/segment.ts';
import {
  addToCart,
  choose,
  browserOfTests,
  openProduct,
  pay,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

const optOut = withOptions({ consent: { model: 'opt-out' } });

const withGpc = (page: Page) =>
  page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {
      value: true,
      configurable: true,
    });
  });

const toSegment = ({ requests }: Visitor) =>
  requests.filter((request) => request.url().startsWith(addresses.segment));

const visitorOf = ({ page }: Visitor) =>
  page.evaluate(() =>
    (
      window as unknown as {
        storefront: { visitor: () => Record<string, unknown> };
      }
    ).storefront.visitor(),
  );

describe('Rule 8, opt-out and jurisdictions', () => {
  it('where silence is a yes, it is sent from the first page, and an objection ends it', async () => {
    const visitor = await visit(browser(), '/', optOut);
    await untilPhase(visitor.page, 'open');
    const id = await storedAnonymousId(visitor.context);
    await findMessage(({ anonymousId }) => anonymousId === id);
    const [first] = await messagesOf(id);
    expect(first?.context.consent).toEqual({
      categoryPreferences: { analytics: true, marketing: true },
    });
    expect(namesOf(await messagesOf(id))).toEqual(['page /']);
    await choose(visitor.page, 'necessary');
    await untilPhase(visitor.page, 'closed');
    await visitor.quiet();
    const before = toSegment(visitor).length;
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    expect(toSegment(visitor)).toHaveLength(before);
    expect(await storedAnonymousId(visitor.context)).toBeUndefined();
    await visitor.context.close();
  });

  it('an unknown region means opt-in: the endpoint the owner names does not know', async () => {
    const visitor = await visit(
      browser(),
      '/',
      both(withOptions({ consent: { region: { url: '/geo' } } }), (page) =>
        page.route('**/geo', (route) => route.fulfill({ body: '' })),
      ),
    );
    await visitor.quiet();
    expect(toSegment(visitor)).toEqual([]);
    expect(await visitorOf(visitor)).toMatchObject({ model: 'opt-in' });
    await visitor.context.close();
  });

  it('the region is what the endpoint says', async () => {
    const visitor = await visit(
      browser(),
      '/',
      both(
        withOptions({
          consent: { region: { url: '/geo', header: 'x-country' } },
        }),
        (page) =>
          page.route('**/geo', (route) =>
            route.fulfill({ headers: { 'x-country': 'us-ca' } }),
          ),
      ),
    );
    await visitor.page.waitForFunction(
      () =>
        (
          window as unknown as {
            storefront?: { visitor: () => { region?: string } };
          }
        ).storefront?.visitor().region === 'US-CA',
    );
    await visitor.context.close();
  });

  it('Global Privacy Control takes marketing back after a yes to everything, and the order says so', async () => {
    const visitor = await visit(browser(), '/', withGpc);
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    const consent = {
      categoryPreferences: { analytics: true, marketing: false },
    };
    expect(await visitorOf(visitor)).toMatchObject({
      gpc: true,
      consent: { ...consent, gpc: true },
    });
    const id = await storedAnonymousId(visitor.context);
    await openProduct(visitor.page, 'Sencha');
    await addToCart(visitor.page);
    const orderId = await pay(visitor.page);
    const order = await findMessage(
      ({ properties }) => properties['order_id'] === orderId,
    );
    expect(order).toMatchObject({ anonymousId: id, context: { consent } });
    for (const { context } of await messagesOf(id))
      expect(context.consent).toEqual(consent);
    await visitor.context.close();
  });

  it('without a consent platform the gate never opens', async () => {
    const visitor = await visit(browser(), '/', async (page) => {
      // As a platform that is not there: nothing it says arrives.
      await page.addInitScript(() => {
        for (const event of ['cc:onConsent', 'cc:onChange'])
          window.addEventListener(
            event,
            (it) => {
              it.stopImmediatePropagation();
            },
            true,
          );
      });
    });
    await choose(visitor.page, 'all');
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    expect(toSegment(visitor)).toEqual([]);
    await untilPhase(visitor.page, 'waiting');
    await visitor.context.close();
  });
});

describe('Rule 9, expiry and policy version', () => {
  const DAY_MS = 86_400_000;

  /** The choice is this old: written as vanilla-cookieconsent does. */
  const choseBefore = (days: number) => async (page: Page) => {
    const at = new Date(Date.now() - days * DAY_MS).toISOString();
    await page.context().addCookies([
      {
        name: 'cc_cookie',
        url: addresses.site,
        value: encodeURIComponent(
          JSON.stringify({
            categories: ['necessary', 'analytics', 'marketing'],
            revision: 0,
            data: null,
            consentTimestamp: at,
            consentId: '2633aca5-609c-43d2-a7bd-1670002cd21c',
            services: { necessary: [], analytics: [], marketing: [] },
            languageCode: 'en',
            lastConsentTimestamp: at,
            expirationTime: Date.now() + 90 * DAY_MS,
          }),
        ),
      },
    ]);
  };

  it('a choice within its lifetime holds', async () => {
    const visitor = await visit(browser(), '/', choseBefore(179));
    await untilPhase(visitor.page, 'open');
    await visitor.context.close();
  });

  it('a choice older than its lifetime is none', async () => {
    const visitor = await visit(browser(), '/', choseBefore(181));
    await visitor.page.waitForFunction(
      () =>
        (
          window as unknown as {
            storefront?: { visitor: () => { consent: { lapsed?: boolean } } };
          }
        ).storefront?.visitor().consent.lapsed === true,
    );
    await visitor.quiet();
    expect(toSegment(visitor)).toEqual([]);
    await visitor.context.close();
  });

  it('a choice made under an older policy is none, until it is made anew', async () => {
    const first = await visit(browser());
    await choose(first.page, 'all');
    await untilPhase(first.page, 'open');
    await first.quiet();
    await first.page.close();
    const visitor = await visit(
      browser(),
      '/',
      withOptions({ consent: { policyVersion: '2' } }),
      first.context,
    );
    await visitor.quiet();
    expect(toSegment(visitor)).toEqual([]);
    expect(await visitorOf(visitor)).toMatchObject({
      consent: { status: 'unknown', lapsed: true },
    });
    await visitor.page.click('text=Change my choice');
    await visitor.page.click('#cc-main .pm input[value="marketing"]');
    await visitor.page.click('#cc-main .pm [data-role="save"]');
    await untilPhase(visitor.page, 'open');
    await visitor.context.close();
  });
});
