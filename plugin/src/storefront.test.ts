import { webcrypto } from 'node:crypto';
import type { CallContent } from './call.ts';
import {
  choice,
  closePages,
  names,
  open,
  product,
  started,
} from './testing/storefront.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });

afterEach(closePages);

beforeEach(() => {
  localStorage.clear();
});

describe('the storefront', () => {
  it('loads nothing and has no id before a choice', () => {
    const { storefront, loads } = open();
    storefront.onRouteUpdate();
    storefront.track('Product Viewed', product);
    expect(loads).toEqual([]);
    expect(storefront.visitor()).toMatchObject({
      consent: { status: 'unknown' },
      anonymousId: undefined,
    });
    expect(localStorage).toHaveLength(0);
  });

  it('sends what was held, in order, and the choice, after a grant', async () => {
    const { storefront, sent, say, loads } = open();
    storefront.onRouteUpdate();
    storefront.track('Product Viewed', product);
    await say(choice(true));
    storefront.track('Product Added', product);
    await storefront.flush(1000);
    expect(names(sent)).toEqual([
      'page',
      'Product Viewed',
      'Segment Consent Preference Updated',
      'Product Added',
    ]);
    expect(sent[0]).toMatchObject({ timestamp: started.toISOString() });
    expect(loads[0]?.categories()).toEqual({
      analytics: true,
      marketing: false,
    });
    expect(loads[0]?.anonymousId).toBe(storefront.visitor().anonymousId);
  });

  it('announces no choice that was made before the page was opened', async () => {
    const { storefront, sent, say } = open();
    storefront.onRouteUpdate();
    await say(choice(true, '2026-11-01T00:00:00.000Z'));
    expect(names(sent)).toEqual(['page']);
  });

  it('forgets what was held after a refusal, and stays silent', async () => {
    const { storefront, loads, say } = open();
    storefront.onRouteUpdate();
    await say(choice(false));
    storefront.track('Product Viewed', product);
    expect(loads).toEqual([]);
    expect(storefront.visitor().anonymousId).toBeUndefined();
    expect(storefront.inspect().dropped.refused).toBe(2);
  });

  it('stops and erases after a withdrawal, and starts afresh after a new grant', async () => {
    const { storefront, say, stops, loads } = open();
    await say(choice(true));
    const first = storefront.visitor().anonymousId;
    localStorage.setItem('ajs_anonymous_id', JSON.stringify(first));
    await say(choice(false));
    expect(stops).toEqual([1]);
    expect(localStorage).toHaveLength(0);
    await say(choice(true));
    expect(loads).toHaveLength(2);
    expect(storefront.visitor().anonymousId).not.toBe(first);
  });

  it('does not want an Analytics.js that arrives after a withdrawal', async () => {
    let arrive: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { storefront, say, loads, sent, stops } = open({ arrival });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(loads[0]?.wanted()).toBe(true);
    await say(choice(false));
    expect(loads[0]?.wanted()).toBe(false);
    await say(choice(true));
    expect(loads.map(({ wanted }) => wanted())).toEqual([false, true]);
    arrive();
    await say(choice(true));
    expect(stops).toEqual([1]);
    expect(names(sent)).toEqual(['Segment Consent Preference Updated']);
  });

  it('keeps a call refused that was made after a refusal, though a grant follows', async () => {
    const { storefront, sent, say } = open();
    await say(choice(false));
    storefront.onPreRouteUpdate({
      href: 'http://localhost/a/',
      pathname: '/a/',
      search: '',
      hash: '',
    });
    storefront.onPreRouteUpdate({
      href: 'http://localhost/b/',
      pathname: '/b/',
      search: '',
      hash: '',
    });
    storefront.track('Product Viewed', product);
    await say(choice(true));
    expect(names(sent)).toEqual(['Segment Consent Preference Updated']);
    expect(storefront.inspect().dropped.refused).toBe(1);
  });

  it('calls page once for a route, whatever its query does', async () => {
    const { storefront, sent, say } = open();
    storefront.onRouteUpdate();
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(names(sent)).toEqual(['page', 'Segment Consent Preference Updated']);
  });

  it('calls page for a changed query where the owner says that it is one', async () => {
    const { storefront, sent, say } = open({
      settings: { pages: { query: true }, beforeConsent: 'hold' },
    });
    for (const search of ['', '?sort=price', '?sort=price']) {
      storefront.onPreRouteUpdate({
        href: `http://localhost/${search}`,
        pathname: '/',
        search,
        hash: '',
      });
      storefront.onRouteUpdate();
    }
    await say(choice(true));
    expect(
      sent.flatMap(({ type, page }) => (type === 'page' ? [page.search] : [])),
    ).toEqual(['', '?sort=price']);
  });

  it('has every call looked at, before its page is known', () => {
    const seen: CallContent[] = [];
    const { storefront } = open({ check: (content) => seen.push(content) });
    storefront.onRouteUpdate();
    storefront.track('Product Viewed', product);
    storefront.identify('u1');
    expect(seen).toEqual([
      { type: 'page' },
      { type: 'track', event: 'Product Viewed', properties: product },
      { type: 'identify', userId: 'u1', traits: {} },
    ]);
  });

  it('forgets the calls of a page that was left without a choice', async () => {
    const { storefront, sent, say } = open();
    storefront.onPreRouteUpdate({
      href: 'http://localhost/',
      pathname: '/',
      search: '',
      hash: '',
    });
    storefront.onRouteUpdate();
    storefront.onPreRouteUpdate({
      href: 'http://localhost/sencha/',
      pathname: '/sencha/',
      search: '',
      hash: '',
    });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(sent[0]).toMatchObject({ type: 'page', page: { path: '/sencha/' } });
    expect(storefront.inspect().dropped['page-left']).toBe(1);
  });

  it('keeps the visitor where Analytics.js is blocked: the order still knows them', async () => {
    const { storefront, say } = open({ blocked: true });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(storefront.inspect()).toMatchObject({
      phase: 'blocked',
      reason: 'blocked',
    });
    expect(storefront.visitor().anonymousId).toEqual(expect.any(String));
  });

  it('tells listeners of a change, and not of the same choice told again', async () => {
    const { storefront, say } = open();
    const listener = jest.fn();
    const stop = storefront.onVisitorChange(listener);
    await say(choice(true));
    await say(choice(true, '2026-11-21T10:02:00.000Z'));
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    await say(choice(false, '2026-11-21T10:03:00.000Z'));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('says who signed in and forgets them when they sign out, and keeps the choice', async () => {
    const { storefront, sent, say, settle } = open();
    storefront.identify('u1', { plan: 'tea' });
    await say(choice(true));
    const before = storefront.visitor();
    storefront.reset();
    storefront.track('Product Viewed', product);
    await settle();
    expect(names(sent)).toEqual([
      'identify',
      'Segment Consent Preference Updated',
      'reset',
      'Product Viewed',
    ]);
    const { anonymousId, consent } = storefront.visitor();
    expect(anonymousId).not.toBe(before.anonymousId);
    expect(sent[2]).toMatchObject({ anonymousId });
    expect(consent).toBe(before.consent);
  });

  it('tries again at the next page where the part for the decided could not be loaded', async () => {
    const { storefront, say, sent, settle } = open({ failures: 1 });
    storefront.onRouteUpdate();
    await say(choice(true));
    expect(storefront.inspect()).toMatchObject({
      phase: 'waiting',
      reason: 'Error: ChunkLoadError',
      held: 1,
    });
    storefront.onPreRouteUpdate({
      href: 'http://localhost/a/',
      pathname: '/a/',
      search: '',
      hash: '',
    });
    storefront.onPreRouteUpdate({
      href: 'http://localhost/b/',
      pathname: '/b/',
      search: '',
      hash: '',
    });
    await settle();
    storefront.track('Product Viewed', product);
    await settle();
    expect(names(sent)).toEqual([
      'page',
      'Segment Consent Preference Updated',
      'Product Viewed',
    ]);
  });

  it('flushes what one work under way begins, too, and for no longer than it is given', async () => {
    const { storefront } = open();
    let arrive: (() => void) | undefined;
    storefront.hold(
      Promise.resolve().then(() => {
        storefront.hold(
          new Promise<void>((resolve) => {
            arrive = resolve;
          }),
        );
      }),
    );
    let flushed = false;
    const flushing = storefront.flush(60_000).then(() => {
      flushed = true;
    });
    await storefront.flush(20);
    expect(flushed).toBe(false);
    arrive?.();
    await flushing;
  });

  it('loses no call that is made while the part for the decided starts', async () => {
    const { storefront, sent, say } = open();
    const saying = say(choice(true));
    // One call in each of the next microtasks, among which it starts.
    for (let turn = 0; turn < 20; turn += 1) {
      storefront.track('Product Viewed', product);
      await Promise.resolve();
    }
    await saying;
    expect(
      names(sent).filter((name) => name === 'Product Viewed'),
    ).toHaveLength(20);
  });
});
