/** Rules 4 and 5: a withdrawal is told, takes effect without a reload, and leaves nothing; a new grant starts afresh. */
import type { Request } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { findMessage } from '../helpers/segment.ts';
import {
  choose,
  chooseAgain,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from '../helpers/visitor.ts';

const PREFERENCE = 'Segment Consent Preference Updated';

const browser = browserOfTests();

const isSegment = (request: Request) =>
  request.url().startsWith(addresses.segment);
const isService = (request: Request) =>
  request.url() === `${addresses.webhooks}/visitor`;

/** A visitor who has agreed, and whose events arrive. */
async function agreed(
  prepare?: Parameters<typeof visit>[2],
): Promise<{ visitor: Visitor; id: string }> {
  const visitor = await visit(browser(), '/', prepare);
  await choose(visitor.page, 'all');
  await untilPhase(visitor.page, 'open');
  await visitor.quiet();
  const id = (await storedAnonymousId(visitor.context)) ?? '';
  expect(id).not.toBe('');
  return { visitor, id };
}

const analyticsStorage = ({ page }: Visitor) =>
  page.evaluate(() =>
    [
      ...Object.keys(localStorage),
      ...document.cookie.split('; ').map((cookie) => cookie.split('=')[0]),
    ].filter((name) => /^(ajs_|persisted-queue|storefront_)/.test(name ?? '')),
  );

describe('Rule 4, withdrawn', () => {
  it('our own service is told first, then Segment, bare, and then nobody anything', async () => {
    const { visitor, id } = await agreed();
    const before = visitor.requests.length;
    await chooseAgain(visitor.page, 'necessary');
    await untilPhase(visitor.page, 'closed');
    await visitor.quiet();
    // The shop's own traffic may go on meanwhile.
    const [told, last, ...more] = visitor.requests
      .slice(before)
      .filter((request) => isSegment(request) || isService(request));
    expect(told && isService(told)).toBe(true);
    expect(JSON.parse(told?.postData() ?? '')).toMatchObject({
      kind: 'choice',
      anonymousId: id,
      categories: { analytics: false, marketing: false },
    });
    expect((await told?.response())?.status()).toBe(204);
    expect(last?.url()).toBe(`${addresses.segment}/v1/t`);
    const body = JSON.parse(last?.postData() ?? '') as Record<string, unknown>;
    expect(Object.keys(body).sort()).toEqual([
      'anonymousId',
      'context',
      'event',
      'messageId',
      'properties',
      'sentAt',
      'timestamp',
      'type',
      'writeKey',
    ]);
    expect(body).toMatchObject({
      event: PREFERENCE,
      anonymousId: id,
      properties: {},
      context: {
        consent: {
          categoryPreferences: { analytics: false, marketing: false },
        },
      },
    });
    expect(Object.keys(body['context'] as object)).toEqual(['consent']);
    expect(await last?.headerValue('referer')).toBeNull();
    expect(more).toEqual([]);
    const after = visitor.requests.length;
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    await visitor.page.close({ runBeforeUnload: true });
    expect(visitor.requests.slice(after).filter(isSegment)).toEqual([]);
    expect(visitor.navigations()).toBe(1);
    expect(visitor.errors).toEqual([]);
    expect(namesOf(await messagesOf(id)).at(-1)).toBe(PREFERENCE);
  });

  it('what Analytics.js and the plugin stored is gone', async () => {
    const { visitor } = await agreed();
    expect(await analyticsStorage(visitor)).not.toEqual([]);
    await chooseAgain(visitor.page, 'necessary');
    await untilPhase(visitor.page, 'closed');
    expect(await analyticsStorage(visitor)).toEqual([]);
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    expect(await analyticsStorage(visitor)).toEqual([]);
  });

  it('what waits for a retry is not sent any more, and not kept when the page is closed right after', async () => {
    const down = { isDown: false };
    const { visitor } = await agreed((page) =>
      page.route(/\/v1\/[tp]$/, async (route) => {
        await (down.isDown
          ? route.fulfill({
              status: 503,
              headers: { 'access-control-allow-origin': '*' },
            })
          : route.fallback());
      }),
    );
    down.isDown = true;
    const refusedByServer = visitor.page.waitForResponse(
      (response) => response.status() === 503,
    );
    await openProduct(visitor.page, 'Sencha');
    await refusedByServer;
    await chooseAgain(visitor.page, 'necessary');
    const after = visitor.requests.length;
    // Left at once, for a page without the plugin: what Analytics.js persists when a page is hidden must not stay.
    await visitor.page.goto(`${addresses.site}/favicon.svg`);
    expect(await analyticsStorage(visitor)).toEqual([]);
    await visitor.page.goto(`${addresses.site}/cart/`);
    await untilPhase(visitor.page, 'closed');
    await visitor.quiet();
    const sent = visitor.requests
      .slice(after)
      .filter(isSegment)
      .map((request) => JSON.parse(request.postData() ?? '{}') as object);
    for (const body of sent) expect(body).toMatchObject({ event: PREFERENCE });
    await visitor.page.close();
  });
});

describe('Rule 5, granted again', () => {
  it('works without a reload, with a fresh anonymous id', async () => {
    const { visitor, id } = await agreed();
    await chooseAgain(visitor.page, 'necessary');
    await untilPhase(visitor.page, 'closed');
    await openProduct(visitor.page, 'Sencha');
    await chooseAgain(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    const fresh = (await storedAnonymousId(visitor.context)) ?? '';
    expect(fresh).not.toBe(id);
    await findMessage(
      ({ anonymousId, event }) => anonymousId === fresh && event === PREFERENCE,
    );
    // What was done between the two choices was refused, and stays so.
    expect(namesOf(await messagesOf(fresh))).toEqual([PREFERENCE]);
    expect(visitor.navigations()).toBe(1);
    expect(visitor.errors).toEqual([]);
    await visitor.page.close();
  });
});
