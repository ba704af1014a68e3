import { awaitTitle, type Page, type PageLocation } from './page.ts';

/** The page the visitor is on. Calls wait here until its title is known, so that every one carries the right title. */
export interface Visits {
  /** A new page begins at this location; the one before it ends. False if it is the page we are on already. */
  readonly enter: (location: PageLocation) => boolean;
  /** Calls back with the current page as soon as its title is known, in the order of asking. */
  readonly withPage: (use: (page: Page) => void) => void;
  /** Stops waiting for the title: the visitor is leaving. */
  readonly settle: () => void;
}

interface Visit {
  readonly page: Omit<Page, 'title'>;
  title: string | undefined;
  readonly waiting: ((page: Page) => void)[];
  stopWaiting: () => void;
}

/** Begins with the page the document was opened on, whose title is right from the start. */
export function createVisits(
  document: Document,
  landing: PageLocation,
): Visits {
  let visit = begin(landing, document.referrer);
  visit.title = document.title;

  const settle = (ended: Visit, title: string) => {
    if (ended.title !== undefined) return;
    ended.title = title;
    ended.stopWaiting();
    for (const use of ended.waiting.splice(0)) use({ ...ended.page, title });
  };

  return {
    enter(location) {
      if (location.pathname === visit.page.path) return false;
      settle(visit, document.title);
      const next = begin(location, visit.page.url);
      next.stopWaiting = awaitTitle(document, (title) => {
        settle(next, title);
      });
      visit = next;
      return true;
    },
    withPage(use) {
      const { title } = visit;
      if (title === undefined) visit.waiting.push(use);
      else use({ ...visit.page, title });
    },
    settle() {
      settle(visit, document.title);
    },
  };
}

function begin(location: PageLocation, referrer: string): Visit {
  return {
    page: {
      path: location.pathname,
      url: location.href,
      search: location.search,
      referrer,
    },
    title: undefined,
    waiting: [],
    stopWaiting: () => undefined,
  };
}
