import type { PageOptions } from './page-options.ts';
import { awaitTitle, type Page, type PageLocation } from './page.ts';

/** The page the visitor is on. Calls wait here until its title is known, so that every one carries the right title. */
export interface Visits {
  /**
   * The visitor is at this location. True if it is a new page, and the one before it has ended; a changed query or hash
   * is the same page at another address, unless the options say otherwise.
   */
  readonly enter: (location: PageLocation) => boolean;
  /** Calls back with the current page as soon as its title is known, in the order of asking. */
  readonly withPage: (use: (page: Page) => void) => void;
  /** Stops waiting for the title: the visitor is leaving. */
  readonly settle: () => void;
}

interface Visit {
  page: Omit<Page, 'title'>;
  title: string | undefined;
  readonly waiting: ((page: Page) => void)[];
  stopWaiting: () => void;
}

/**
 * Begins with the page the document was opened on, whose title is right from the start: unless it has none yet, because
 * gatsby-plugin-offline has opened its shell, which is every page's.
 */
export function createVisits(
  window: Window,
  landing: PageLocation,
  { query, hash }: Pick<PageOptions, 'query' | 'hash'>,
): Visits {
  const { document } = window;
  const pageAt = (at: PageLocation, from: string) => pageOf(at, from, hash);
  const keyOf = (at: PageLocation) =>
    [at.pathname, query && at.search, hash && at.hash].join();
  let key: string | undefined;
  const settle = (ended: Visit, title: string) => {
    if (ended.title !== undefined) return;
    ended.title = title;
    ended.stopWaiting();
    for (const use of ended.waiting.splice(0)) use({ ...ended.page, title });
  };
  const settleNow = () => {
    settle(visit, document.title);
  };
  const awaited = (visit: Visit) => {
    // The visitor may leave before it comes. Added twice, it is called once.
    window.addEventListener('pagehide', settleNow);
    visit.stopWaiting = awaitTitle(document, (title) => {
      settle(visit, title);
    });
    return visit;
  };

  let visit = begin(pageAt(landing, document.referrer));
  if (document.title) visit.title = document.title;
  else awaited(visit);

  return {
    enter(location) {
      const before = key;
      key = keyOf(location);
      // The first location is the landing page, also where Gatsby has put its path right.
      if (before === undefined || before === key) {
        visit.page = pageAt(location, visit.page.referrer);
        return false;
      }
      settleNow();
      visit = awaited(begin(pageAt(location, visit.page.url)));
      return true;
    },
    withPage(use) {
      const { title } = visit;
      if (title === undefined) visit.waiting.push(use);
      else use({ ...visit.page, title });
    },
    settle: settleNow,
  };
}

function begin(page: Visit['page']): Visit {
  return {
    page,
    title: undefined,
    waiting: [],
    stopWaiting: () => undefined,
  };
}

// What stands after the # is the browser's own: keys and tokens are put there because no server is told of it.
function pageOf(
  { pathname, href, search }: PageLocation,
  referrer: string,
  hash: boolean | undefined,
): Visit['page'] {
  return {
    path: pathname,
    url: hash ? href : href.replace(/#.*$/, ''),
    search,
    referrer,
  };
}
