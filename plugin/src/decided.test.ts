import { webcrypto } from 'node:crypto';
import type { Receipt } from './consent/receipt.ts';
import { MEMORY_KEY } from './consent/memory-key.ts';
import {
  choice,
  closePages,
  names,
  open,
  product,
  started,
} from './testing/storefront.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });

const endpoint = 'https://hooks.shop.example/visitor';
const posted: { readonly url: string; readonly body: string }[] = [];

afterEach(closePages);

beforeEach(() => {
  localStorage.clear();
  posted.length = 0;
  window.fetch = ((url: string, { body }: { readonly body: string }) => {
    posted.push({ url, body });
    return Promise.resolve({ ok: true, status: 204 });
  }) as unknown as typeof fetch;
});

const minutes = (count: number) =>
  new Date(started.getTime() + count * 60_000).toISOString();

/** Another tab has written or removed what this browser remembers. */
function otherTab(text: string | null): void {
  if (text === null) localStorage.removeItem(MEMORY_KEY);
  else localStorage.setItem(MEMORY_KEY, text);
  window.dispatchEvent(
    new StorageEvent('storage', { key: MEMORY_KEY, newValue: text }),
  );
}

function gpc(value: boolean): void {
  if (value)
    Object.defineProperty(navigator, 'globalPrivacyControl', {
      value: true,
      configurable: true,
    });
  else Reflect.deleteProperty(navigator, 'globalPrivacyControl');
}

describe('a withdrawal', () => {
  it('is told to our own service first, with the id, then to Segment, bare', async () => {
    const { storefront, say, farewells } = open({
      settings: { consentReceipts: { endpoint } },
    });
    storefront.setCart('gid://shopify/Cart/c1-0f3b7d?key=secret');
    await say(choice(true));
    const { anonymousId } = storefront.visitor();
    await say(choice(false, minutes(2)));
    expect(posted.map(({ url }) => url)).toEqual([endpoint, endpoint]);
    expect(JSON.parse(posted[1]?.body ?? '')).toEqual({
      kind: 'choice',
      receiptId: expect.any(String) as string,
      cartToken: 'c1-0f3b7d',
      anonymousId,
      model: 'opt-in',
      platform: 'klaro',
      categories: { analytics: false, marketing: false },
      gpc: false,
      policyVersion: '7',
      decidedAt: minutes(2),
    });
    expect(farewells).toEqual([
      {
        anonymousId,
        categoryPreferences: { analytics: false, marketing: false },
        messageId: expect.any(String) as string,
        timestamp: started.toISOString(),
      },
    ]);
  });

  it.each([
    ['the owner does not want it', { announceWithdrawal: false }, false],
    ['the browser sends Global Privacy Control', {}, true],
  ])('is not told to Segment where %s', async (_, consent, signal) => {
    gpc(signal);
    const { say, farewells, stops } = open({ consent });
    await say(choice(true));
    await say(choice(false, minutes(2)));
    gpc(false);
    expect(stops).toEqual([1]);
    expect(farewells).toEqual([undefined]);
  });

  it('of some categories narrows what was on its way, too', async () => {
    let arrive: (() => void) | undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { say, narrowed, loads } = open({ arrival });
    const saying = say(choice(true, undefined, true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(loads).toHaveLength(1);
    const narrowing = say(choice(true, minutes(2), false));
    await new Promise((resolve) => setTimeout(resolve));
    expect(narrowed).toEqual([]);
    arrive?.();
    await Promise.all([saying, narrowing]);
    expect(narrowed).toEqual([1]);
  });

  it('of some categories only narrows, and is announced', async () => {
    const { say, sent, narrowed, loads } = open();
    await say(choice(true, undefined, true));
    await say(choice(true, minutes(2), false));
    expect(narrowed).toEqual([1]);
    expect(names(sent)).toEqual([
      'Segment Consent Preference Updated',
      'Segment Consent Preference Updated',
    ]);
    expect(loads[0]?.categories()).toEqual({
      analytics: true,
      marketing: false,
    });
  });
});

describe('a choice', () => {
  it('gives a receipt when it is made, and none when it is remembered', async () => {
    const receipts: Receipt[] = [];
    const config = { onReceipt: (receipt: Receipt) => receipts.push(receipt) };
    const { storefront, say } = open({ config });
    await say(choice(true, '2026-11-01T00:00:00.000Z'));
    expect(receipts).toEqual([]);
    await say(choice(true, minutes(1), true));
    await say(choice(false, minutes(2)));
    expect(receipts).toMatchObject([
      {
        platform: 'klaro',
        model: 'opt-in',
        anonymousId: expect.any(String) as string,
        consent: { decidedAt: minutes(1), policyVersion: '7' },
      },
      { anonymousId: undefined, consent: { decidedAt: minutes(2) } },
    ]);
    expect(storefront.visitor().anonymousId).toBeUndefined();
  });

  it('without a time is an earlier one: neither announced nor given a receipt', async () => {
    const onReceipt = jest.fn();
    const { say, sent } = open({ config: { onReceipt } });
    await say({
      status: 'decided',
      categoryPreferences: { analytics: true },
      decidedAt: undefined,
    });
    expect(onReceipt).not.toHaveBeenCalled();
    expect(names(sent)).toEqual([]);
  });

  it('runs out while the page is open', async () => {
    const { storefront, say, time, stops } = open();
    await say(choice(true));
    time.now = new Date(started.getTime() + 181 * 86_400_000);
    storefront.track('Product Viewed', product);
    expect(stops).toEqual([1]);
    expect(storefront.visitor().consent).toEqual({
      status: 'unknown',
      lapsed: true,
    });
    expect(storefront.inspect().phase).toBe('waiting');
  });

  it('made under an older policy is none, until it is made anew', async () => {
    const earlier = open({ consent: { policyVersion: '6' } });
    await earlier.say(choice(true));
    const { storefront, say, loads } = open();
    await say(choice(true));
    expect(loads).toEqual([]);
    expect(storefront.visitor().consent).toEqual({
      status: 'unknown',
      lapsed: true,
    });
    await say(choice(true, minutes(5)));
    expect(loads).toHaveLength(1);
  });
});

describe('a cart', () => {
  it('is handed over with the choice, once for each cart', async () => {
    const { storefront, say } = open({
      settings: { consentReceipts: { endpoint } },
    });
    await say(choice(true));
    posted.length = 0;
    storefront.setCart('gid://shopify/Cart/c1?key=secret');
    storefront.setCart('gid://shopify/Cart/c1?key=secret');
    expect(posted.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      {
        kind: 'handover',
        cartToken: 'c1',
        anonymousId: storefront.visitor().anonymousId,
        categories: { analytics: true, marketing: false },
      },
    ]);
  });

  it('that was there before a remembered grant is handed over too', async () => {
    const { storefront, say } = open({
      settings: { consentReceipts: { endpoint } },
    });
    storefront.setCart('gid://shopify/Cart/c1');
    await say(choice(true, '2026-11-01T00:00:00.000Z'));
    expect(posted.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { kind: 'handover', cartToken: 'c1' },
    ]);
  });

  it('of somebody who has not decided is told to nobody', async () => {
    const { storefront, settle } = open({
      settings: { consentReceipts: { endpoint } },
    });
    storefront.setCart('gid://shopify/Cart/c1');
    await settle();
    expect(posted).toEqual([]);
  });
});

describe('the campaign of the session', () => {
  afterEach(() => {
    window.history.replaceState(null, '', '/');
  });

  it('is known after a grant, on later pages of the tab too, and gone after a withdrawal', async () => {
    window.history.replaceState(null, '', '/?utm_source=mail&q=x');
    const first = open();
    expect(sessionStorage).toHaveLength(0);
    await first.say(choice(true));
    expect(first.storefront.visitor().campaign).toBe('utm_source=mail');
    window.history.replaceState(null, '', '/');
    const { storefront, say } = open();
    await say(choice(true));
    expect(storefront.visitor().campaign).toBe('utm_source=mail');
    await say(choice(false, minutes(2)));
    expect(storefront.visitor().campaign).toBeUndefined();
    expect(sessionStorage).toHaveLength(0);
  });
});

describe('a no', () => {
  const untimed = (analytics: boolean) =>
    ({
      status: 'decided',
      categoryPreferences: { analytics, marketing: false },
      decidedAt: undefined,
    }) as const;

  it('of a platform that keeps no time is heard on the page of the yes', async () => {
    const { storefront, say, stops, farewells } = open();
    await say(untimed(true));
    await say(untimed(false));
    expect(stops).toEqual([1]);
    expect(farewells[0]).toBeDefined();
    expect(storefront.visitor().anonymousId).toBeUndefined();
  });

  it('that is dated before the yes, because a clock was wrong, is heard, and dated after it', async () => {
    const { storefront, say, stops } = open();
    await say(choice(true, minutes(10)));
    await say(choice(false, minutes(5)));
    expect(stops).toEqual([1]);
    expect(storefront.visitor().consent).toMatchObject({
      decidedAt: new Date(Date.parse(minutes(10)) + 1).toISOString(),
    });
  });

  it('that was said where the plugin did not run is told to the service, with the id', async () => {
    const earlier = open();
    await earlier.say(choice(true, minutes(-60)));
    const { anonymousId } = earlier.storefront.visitor();
    const { say, loads } = open({
      settings: { consentReceipts: { endpoint } },
    });
    await say(choice(false, minutes(-30)));
    expect(loads).toEqual([]);
    expect(posted.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { kind: 'choice', anonymousId, categories: { analytics: false } },
    ]);
  });

  it('is nothing but true or no answer where the platform gives words', async () => {
    const { say, loads } = open();
    await say({
      status: 'decided',
      categoryPreferences: { analytics: 'denied' } as never,
      decidedAt: minutes(1),
    });
    expect(loads).toEqual([]);
  });

  it('taken back by the platform and given again is a new choice, though it keeps no time', async () => {
    const onReceipt = jest.fn();
    const { say, sent } = open({ config: { onReceipt } });
    await say(untimed(true));
    await say({ status: 'pending' });
    await say(untimed(true));
    expect(onReceipt).toHaveBeenCalledTimes(1);
    expect(names(sent)).toEqual(['Segment Consent Preference Updated']);
  });

  it('of the platform that takes its yes back is followed by the other tabs, and the back button brings nothing back', async () => {
    const { storefront, say, settle, stops, loads } = open();
    await say(choice(true));
    await say({ status: 'pending' });
    expect(stops).toEqual([1]);
    expect(localStorage).toHaveLength(0);
    const event = new Event('pageshow');
    Object.defineProperty(event, 'persisted', { value: true });
    window.dispatchEvent(event);
    await settle();
    expect(loads).toHaveLength(1);
    expect(storefront.visitor().anonymousId).toBeUndefined();
  });
});

describe('where silence is a yes, a no', () => {
  const optOut = { consent: { model: 'opt-out' } } as const;

  it('to a part holds on the next page, before the platform can say it', async () => {
    const first = open(optOut);
    await first.settle();
    await first.say(choice(true, minutes(1), false));
    const { storefront, settle } = open(optOut);
    await settle();
    expect(storefront.visitor().consent).toMatchObject({
      status: 'decided',
      categoryPreferences: { analytics: true, marketing: false },
    });
  });

  it('that the platform knows is heard before silence is taken for a yes', async () => {
    const { say, loads } = open(optOut);
    // Said before the part for the decided has come.
    await say(choice(false, minutes(-60)));
    expect(loads).toEqual([]);
  });

  it('is not made of it where the visitor has to be asked', async () => {
    const elsewhere = open(optOut);
    await elsewhere.settle();
    const { settle, loads } = open();
    const event = new Event('pageshow');
    Object.defineProperty(event, 'persisted', { value: true });
    window.dispatchEvent(event);
    await settle();
    expect(loads).toEqual([]);
  });

  it.each([
    ['none', {}],
    ['custom', {}],
  ])('is not needed where nobody asks: %s', async (platform) => {
    const { settle, loads } = open({ consent: { model: 'opt-out', platform } });
    await settle();
    expect(loads).toEqual([]);
  });
});

describe('another tab', () => {
  it('is followed when it grants, with its id', async () => {
    const { storefront, settle, loads, sent } = open();
    otherTab(
      JSON.stringify({
        categories: { analytics: true, marketing: false },
        at: minutes(1),
        policy: '7',
        id: 'visitor-of-both',
      }),
    );
    await settle();
    expect(loads).toHaveLength(1);
    expect(storefront.visitor().anonymousId).toBe('visitor-of-both');
    // The tab in which the visitor decided has announced it.
    expect(names(sent)).toEqual([]);
  });

  it('is followed when it withdraws, in silence', async () => {
    const { storefront, say, settle, stops, farewells } = open({
      settings: { consentReceipts: { endpoint } },
    });
    await say(choice(true));
    posted.length = 0;
    localStorage.setItem('ajs_anonymous_id', '"x"');
    otherTab(null);
    await settle();
    expect(stops).toEqual([1]);
    expect(farewells).toEqual([undefined]);
    expect(posted).toEqual([]);
    expect(storefront.visitor().anonymousId).toBeUndefined();
    expect(localStorage).toHaveLength(0);
  });

  it('is not undone by a platform that has not noticed', async () => {
    const { storefront, say, settle, time } = open();
    await say(choice(true));
    time.now = new Date(minutes(5));
    otherTab(null);
    await settle();
    await say(choice(true));
    await say({
      status: 'decided',
      categoryPreferences: { analytics: true },
      decidedAt: undefined,
    });
    expect(storefront.visitor().anonymousId).toBeUndefined();
  });

  it('in which somebody signed out gives this one the new id', async () => {
    const { storefront, say, settle, sent } = open();
    await say(choice(true));
    const memory = JSON.parse(localStorage.getItem(MEMORY_KEY) ?? '') as object;
    otherTab(JSON.stringify({ ...memory, id: 'somebody-else' }));
    await settle();
    expect(storefront.visitor().anonymousId).toBe('somebody-else');
    expect(sent.at(-1)).toMatchObject({
      type: 'reset',
      anonymousId: 'somebody-else',
    });
  });

  it.each([
    'no JSON',
    '{}',
    '{"categories":{"analytics":true},"at":"soon","policy":"7","id":"x"}',
    '{"categories":{"analytics":true},"at":"2026-11-21T10:01:00Z","policy":"7","id":"a b"}',
  ])('that leaves nonsense grants nothing: %s', async (text) => {
    const { settle, loads } = open();
    otherTab(text);
    await settle();
    expect(loads).toEqual([]);
  });

  it('is looked for when the page comes back by the back button', async () => {
    const { say, settle, stops } = open();
    await say(choice(true));
    localStorage.removeItem(MEMORY_KEY);
    const event = new Event('pageshow');
    Object.defineProperty(event, 'persisted', { value: true });
    window.dispatchEvent(event);
    await settle();
    expect(stops).toEqual([1]);
  });
});

describe('where silence is a yes', () => {
  it('the gate opens without a choice, and closes on an objection', async () => {
    const { storefront, settle, loads, say, stops } = open({
      consent: { model: 'opt-out' },
    });
    await settle();
    expect(loads).toHaveLength(1);
    expect(storefront.visitor().consent.status).toBe('implied');
    await say(choice(false));
    expect(stops).toEqual([1]);
  });

  it('by region, an unknown one is opt-in', async () => {
    const consentModel = (region: string | undefined) =>
      region === 'US-CA' ? 'opt-out' : 'opt-in';
    const { storefront, settle, loads, say } = open({
      config: { consentModel },
    });
    await settle();
    expect(loads).toEqual([]);
    await say({ status: 'pending', region: 'US-CA' });
    expect(loads).toHaveLength(1);
    expect(storefront.visitor()).toMatchObject({
      region: 'US-CA',
      model: 'opt-out',
    });
  });

  it('Global Privacy Control takes sale and sharing back all the same', async () => {
    gpc(true);
    const { storefront, settle } = open({ consent: { model: 'opt-out' } });
    await settle();
    gpc(false);
    expect(storefront.visitor().consent).toMatchObject({
      categoryPreferences: { analytics: true, marketing: false },
      gpc: true,
    });
  });

  it('a consentModel that throws is opt-in', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const { settle, loads } = open({
      config: {
        consentModel: () => {
          throw new Error('broken');
        },
      },
    });
    await settle();
    expect(loads).toEqual([]);
    expect(error).toHaveBeenCalled();
  });
});
