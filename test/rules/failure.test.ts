/** Rules 10, 11 and 12: what fails, who means harm, and what happens twice. */
import type { Page } from 'playwright-core';
import { addresses } from '../helpers/addresses.ts';
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { findMessage } from '../helpers/segment.ts';
import {
  choose,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from '../helpers/visitor.ts';

const PREFERENCE = 'Segment Consent Preference Updated';

const browser = browserOfTests();

const toSegment = ({ requests }: Visitor) =>
  requests.filter((request) => request.url().startsWith(addresses.segment));

interface Handle {
  readonly inspect: () => { phase: string; reason?: string };
  readonly track: (event: string, properties: object) => void;
  readonly identify: (userId: string) => void;
  readonly reset: () => void;
  readonly visitor: () => { anonymousId?: string; consent: object };
}

const inspect = ({ page }: Visitor) =>
  page.evaluate(() =>
    (window as unknown as { storefront: Handle }).storefront.inspect(),
  );

describe('Rule 10, failure', () => {
  // Which chunks are blocked one by one: blocked.test.ts.
  it('a consent platform that comes late is heard', async () => {
    const visitor = await visit(browser(), '/', (page) =>
      page.addInitScript(() => {
        // Everything it says comes two seconds later than it would.
        const dispatch = window.dispatchEvent.bind(window);
        window.dispatchEvent = (event) => {
          if (!event.type.startsWith('cc:')) return dispatch(event);
          setTimeout(() => dispatch(event), 2000);
          return true;
        };
      }),
    );
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    expect(visitor.errors).toEqual([]);
    await visitor.context.close();
  });

  it('blocked settings leave the shop as it is, and the state says why', async () => {
    const visitor = await visit(browser(), '/', (page) =>
      page.route('**/v1/projects/*/settings', (route) =>
        route.abort('blockedbyclient'),
      ),
    );
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'blocked');
    expect((await inspect(visitor)).reason).toMatch(/\w/);
    const tries = () =>
      visitor.requests.filter((request) => request.url().endsWith('/settings'))
        .length;
    expect(tries()).toBe(1);
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    // One more try per page view, and no more.
    expect(tries()).toBe(2);
    expect(visitor.navigations()).toBe(1);
    expect(visitor.errors).toEqual([]);
    await visitor.context.close();
  });
});

describe('Rule 11, hostile input', () => {
  it('an address cannot identify, fire an event, or set an id', async () => {
    const visitor = await visit(
      browser(),
      '/?ajs_uid=evil&ajs_aid=evil-id&ajs_event=Hacked&ajs_prop_x=1&ajs_trait_email=e@x.example',
    );
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    const id = await storedAnonymousId(visitor.context);
    await findMessage(
      ({ anonymousId, event }) => anonymousId === id && event === PREFERENCE,
    );
    expect(id).not.toBe('evil-id');
    const messages = await messagesOf(id);
    expect(namesOf(messages)).toEqual(['page /', PREFERENCE]);
    for (const { userId } of messages) expect(userId ?? null).toBeNull();
    await visitor.context.close();
  });

  it('nobody is listened to across windows', async () => {
    const visitor = await visit(browser(), '/', (page) =>
      page.addInitScript(() => {
        const listeners: string[] = [];
        const add = window.addEventListener.bind(window);
        window.addEventListener = (
          type: string,
          ...rest: [EventListenerOrEventListenerObject]
        ) => {
          listeners.push(type);
          add(type, ...rest);
        };
        Object.assign(window, { listeners });
      }),
    );
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    const listeners = await visitor.page.evaluate(
      () => (window as unknown as { listeners: string[] }).listeners,
    );
    expect(listeners).toContain('pagehide');
    expect(listeners).not.toContain('message');
    await visitor.context.close();
  });

  it.each([
    ['no JSON', '{"categories":'],
    ['categories that are text', '{"categories":"analytics"}'],
    [
      'a time that is none',
      '{"categories":["analytics"],"revision":0,"consentId":"x","consentTimestamp":"now","lastConsentTimestamp":"now"}',
    ],
    [
      'a time to come',
      '{"categories":["analytics"],"revision":0,"consentId":"x","consentTimestamp":"2126-01-01T00:00:00.000Z","lastConsentTimestamp":"2126-01-01T00:00:00.000Z"}',
    ],
  ])('a poisoned consent cookie grants nothing: %s', async (_, value) => {
    const visitor = await visit(browser(), '/', (page: Page) =>
      page.context().addCookies([
        {
          name: 'cc_cookie',
          url: addresses.site,
          value: encodeURIComponent(value),
        },
      ]),
    );
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    expect(toSegment(visitor)).toEqual([]);
    expect((await inspect(visitor)).phase).toBe('waiting');
    await visitor.context.close();
  });
});

describe('Rule 12, once', () => {
  it('a second start of the plugin sends nothing twice', async () => {
    const visitor = await visit(browser());
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    await openProduct(visitor.page, 'Sencha');
    await visitor.quiet();
    const id = await storedAnonymousId(visitor.context);
    const ids = (await messagesOf(id)).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(namesOf(await messagesOf(id))).toEqual([
      'page /',
      PREFERENCE,
      'Product Clicked',
      'page /products/sencha/',
      'Product Viewed',
    ]);
    await visitor.context.close();
  });

  it('signing out keeps the consent and changes the id', async () => {
    const visitor = await visit(browser());
    await choose(visitor.page, 'all');
    await untilPhase(visitor.page, 'open');
    const id = await storedAnonymousId(visitor.context);
    await visitor.page.evaluate(() => {
      const { storefront } = window as unknown as { storefront: Handle };
      storefront.identify('customer-1');
      storefront.reset();
      storefront.track('Navigation Clicked', { navigation_title: 'Home' });
    });
    const after = await findMessage(
      ({ event, properties }) =>
        event === 'Navigation Clicked' &&
        properties['navigation_title'] === 'Home',
    );
    expect(after.anonymousId).not.toBe(id);
    expect(after.userId ?? null).toBeNull();
    expect(after.context.consent).toEqual({
      categoryPreferences: { analytics: true, marketing: true },
    });
    await visitor.quiet();
    expect(await storedAnonymousId(visitor.context)).toBe(after.anonymousId);
    expect((await inspect(visitor)).phase).toBe('open');
    const identified = (await messagesOf(id)).find(
      ({ type }) => type === 'identify',
    );
    expect(identified?.userId).toBe('customer-1');
    await visitor.context.close();
  });
});
