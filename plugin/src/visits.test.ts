import type { Page } from './page.ts';
import { TITLE_CEILING_MS } from './page.ts';
import { createVisits } from './visits.ts';

const at = (address: string) => new URL(address, 'https://shop.example');

/** What Gatsby's Head API does after a route change: the old head goes, and later the new one comes. */
function showHead(title: string): void {
  const element = document.createElement('title');
  element.setAttribute('data-gatsby-head', 'true');
  element.textContent = title;
  document.head.append(element);
}

function hideHead(): void {
  document.head.querySelectorAll('[data-gatsby-head]').forEach((node) => {
    node.remove();
  });
}

const mutationsSeen = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  hideHead();
  showHead('Teas');
});

function visitsFrom(path: string, options = {}) {
  const pages: Page[] = [];
  const visits = createVisits(window, at(path), options);
  visits.enter(at(path));
  const note = () => {
    visits.withPage((page) => pages.push(page));
  };
  return { visits, pages, note };
}

describe('the page of a call', () => {
  it('is known at once on the page the document was opened on', () => {
    const { pages, note } = visitsFrom('/?utm_source=mail');
    note();
    expect(pages).toEqual([
      {
        path: '/',
        url: 'https://shop.example/?utm_source=mail',
        search: '?utm_source=mail',
        referrer: '',
        title: 'Teas',
      },
    ]);
  });

  it('waits for the title where the document was opened without one, and for no longer than the visitor stays', async () => {
    hideHead();
    const shell = visitsFrom('/sencha/');
    shell.note();
    expect(shell.pages).toEqual([]);
    showHead('Sencha');
    await mutationsSeen();
    expect(shell.pages).toMatchObject([{ title: 'Sencha', path: '/sencha/' }]);
    hideHead();
    const left = visitsFrom('/sencha/');
    left.note();
    window.dispatchEvent(new Event('pagehide'));
    expect(left.pages).toMatchObject([{ title: '', path: '/sencha/' }]);
  });

  it('waits for the new title after a route change, and calls keep their order', async () => {
    const { visits, pages, note } = visitsFrom('/');
    visits.enter(at('/sencha/'));
    note();
    hideHead();
    note();
    await mutationsSeen();
    expect(pages).toEqual([]);
    showHead('Sencha');
    await mutationsSeen();
    expect(pages).toHaveLength(2);
    expect(pages[0]).toMatchObject({
      path: '/sencha/',
      title: 'Sencha',
      referrer: 'https://shop.example/',
    });
  });

  it('is told with the title there is when the visitor leaves before the new one comes', () => {
    const { visits, pages, note } = visitsFrom('/');
    visits.enter(at('/sencha/'));
    note();
    visits.enter(at('/oolong/'));
    expect(pages).toMatchObject([{ path: '/sencha/' }]);
  });

  it('is told after a while where a page has no title', () => {
    jest.useFakeTimers();
    const { visits, pages, note } = visitsFrom('/');
    visits.enter(at('/sencha/'));
    hideHead();
    note();
    jest.advanceTimersByTime(TITLE_CEILING_MS);
    expect(pages).toMatchObject([{ path: '/sencha/', title: '' }]);
    jest.useRealTimers();
  });

  it('stays the same, at its new address, when only the query changes', () => {
    const { visits, pages, note } = visitsFrom('/');
    expect(visits.enter(at('/?sort=price'))).toBe(false);
    note();
    expect(pages).toMatchObject([
      {
        path: '/',
        url: 'https://shop.example/?sort=price',
        search: '?sort=price',
        referrer: '',
      },
    ]);
    expect(visits.enter(at('/sencha/'))).toBe(true);
  });

  it('stays the same when only the hash changes, and when a link leads to where the visitor is', () => {
    const { visits } = visitsFrom('/?sort=price');
    expect(visits.enter(at('/?sort=price#reviews'))).toBe(false);
    expect(visits.enter(at('/?sort=price#reviews'))).toBe(false);
  });

  it('keeps to itself what stands after the #, such as the key of an order', () => {
    const { visits, pages, note } = visitsFrom('/order/#key=k1');
    note();
    visits.enter(at('/order/#key=k2'));
    note();
    visits.enter(at('/sencha/'));
    visits.settle();
    note();
    expect(JSON.stringify(pages)).not.toContain('key');
    expect(pages[2]?.referrer).toBe('https://shop.example/order/');
  });

  it.each([
    ['a query', { query: true }, '/?sort=price', '/#reviews'],
    ['a hash', { hash: true }, '/#reviews', '/?sort=price'],
  ])(
    'is a new one for %s where the owner says so',
    (_, options, isOne, isNone) => {
      const { visits, pages, note } = visitsFrom('/', options);
      expect(visits.enter(at(isNone))).toBe(false);
      expect(visits.enter(at(isOne))).toBe(true);
      visits.settle();
      note();
      expect(pages).toMatchObject([
        {
          url: `https://shop.example${isOne}`,
          // What stands after the # is told only where it makes a page.
          referrer: `https://shop.example${'hash' in options ? isNone : '/'}`,
        },
      ]);
    },
  );

  it('is the landing page with its referrer, also where Gatsby puts the path right', () => {
    const pages: Page[] = [];
    const visits = createVisits(window, at('/sencha?utm_source=mail'), {});
    expect(visits.enter(at('/sencha/?utm_source=mail'))).toBe(false);
    visits.withPage((page) => pages.push(page));
    expect(pages).toMatchObject([
      { path: '/sencha/', referrer: '', title: 'Teas' },
    ]);
  });
});
