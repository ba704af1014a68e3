import { addresses } from './helpers/addresses.ts';
import { messagesOf } from './helpers/messages-of.ts';
import type { Message } from './helpers/segment.ts';
import {
  choose,
  browserOfTests,
  storedAnonymousId,
  untilPhase,
  visit,
} from './helpers/visitor.ts';

const browser = browserOfTests();

/** How much slower the processor is made. */
const SLOWDOWNS = [1, 4, 6, 20];
const NAVIGATIONS_EACH = 15;

it('every one of 60 client navigations is reported with its own title, on a processor up to 20 times slower', async () => {
  const visitor = await visit(browser());
  const { page, context } = visitor;
  await choose(page, 'all');
  await untilPhase(page, 'open');
  const titles = await titlesOf(page, await linksOn(page));
  const paths = [...titles.keys()];
  const anonymousId = await storedAnonymousId(context);
  const devTools = await context.newCDPSession(page);
  const walked: string[] = [];
  for (const rate of SLOWDOWNS) {
    await devTools.send('Emulation.setCPUThrottlingRate', { rate });
    for (let step = 0; step < NAVIGATIONS_EACH; step += 1) {
      const path = next(paths, walked.at(-1));
      walked.push(path);
      await navigate(page, path);
      // As a visitor who looks at each page before the next one; how long a page took is not known beforehand.
      await untilReported(anonymousId, walked.length + 1);
    }
  }
  const views = (await pageViews(anonymousId)).slice(1);
  expect(views.map(reported)).toEqual(
    walked.map((path) => ({ path, title: titles.get(path) })),
  );
  // Reading ahead is not visiting: Gatsby has prefetched the pages that were linked to.
  expect(views).toHaveLength(SLOWDOWNS.length * NAVIGATIONS_EACH);
  expect(visitor.errors).toEqual([]);
}, 180_000);

describe('a page', () => {
  it('is the one the visitor came to, and no changed query or hash', async () => {
    const { page, context, quiet } = await visit(
      browser(),
      '/?utm_source=mail',
    );
    await choose(page, 'all');
    await untilPhase(page, 'open');
    for (const path of ['/?sort=price', '/?sort=price#top', '/#top'])
      await navigate(page, path);
    await quiet();
    const views = await pageViews(await storedAnonymousId(context));
    expect(views.map((view) => view.properties['url'])).toEqual([
      `${addresses.site}/?utm_source=mail`,
    ]);
  });

  it('that is not there is Not Found, at the address that was asked for', async () => {
    const { page, context, quiet } = await visit(browser(), '/no-such-tea/');
    await choose(page, 'all');
    await untilPhase(page, 'open');
    await quiet();
    const views = await pageViews(await storedAnonymousId(context));
    expect(views.map(({ properties }) => properties)).toMatchObject([
      { name: 'Not Found', path: '/no-such-tea/' },
    ]);
  });
});

type VisitedPage = Awaited<ReturnType<typeof visit>>['page'];

/** Goes there as a link of Gatsby's does. */
async function navigate(page: VisitedPage, path: string): Promise<void> {
  await page.evaluate((to) => {
    (window as unknown as { ___navigate: (path: string) => void }).___navigate(
      to,
    );
  }, path);
}

/** The pages of the shop that this one links to. */
async function linksOn(page: VisitedPage): Promise<string[]> {
  const links = await page.$$eval('a[href^="/"]', (found) =>
    found.map((link) => (link as HTMLAnchorElement).pathname),
  );
  return [...new Set(links)];
}

/** Those that have a title of their own, as Gatsby has written it into their HTML. */
async function titlesOf(
  page: VisitedPage,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await page.evaluate(
    (addressesOfPages) =>
      Promise.all(
        addressesOfPages.map(async (path) => {
          const html = await (await fetch(path)).text();
          const { title } = new DOMParser().parseFromString(html, 'text/html');
          return [path, title] as const;
        }),
      ),
    paths,
  );
  const titles = new Map(
    found.filter(
      ([, title], index) =>
        title !== '' &&
        found.findIndex(([, other]) => other === title) === index,
    ),
  );
  expect(titles.size).toBeGreaterThan(2);
  return titles;
}

/** Another one, in turns. */
function next(paths: readonly string[], last = '/'): string {
  const others = paths.filter((path) => path !== last);
  const after = paths.slice(paths.indexOf(last) + 1);
  return after[0] ?? others[0] ?? '/';
}

const pageViews = async (anonymousId: string | undefined) =>
  (await messagesOf(anonymousId)).filter(({ type }) => type === 'page');

const reported = ({ context }: Message) => ({
  path: context.page?.['path'],
  title: context.page?.['title'],
});

/** Resolves when so many pages have arrived; fails when one does not. */
async function untilReported(
  anonymousId: string | undefined,
  count: number,
): Promise<void> {
  const giveUp = Date.now() + 15_000;
  while ((await pageViews(anonymousId)).length < count) {
    if (Date.now() > giveUp)
      throw new Error(`Page ${String(count)} has not been reported.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
