import type { Browser } from 'playwright-core';
import {
  measureMainThread,
  theirsBySourceMap,
  type MainThread,
} from './bench-main-thread.ts';
import type { Site } from './bench-sites.ts';
import {
  firstEventMs,
  siteBytes,
  stored,
  visit,
  type ThirdParty,
} from './bench-visit.ts';

/** Gzip bytes, and what others learn of the visitor before anybody is asked. */
export interface Weight {
  readonly html: number;
  /** The site's own scripts. */
  readonly scripts: number;
  /** Scripts of others, before consent. */
  readonly thirdPartyScripts: number;
  readonly thirdPartyRequests: number;
  /** What is stored before consent. */
  readonly stored: readonly string[];
  /** Scripts, the site's own and of others, that consent brings. */
  readonly afterConsent: number | undefined;
}

/** The page-view call of the slowest peer comes 50 ms after the page. */
const SETTLE_MS = 300;

export async function weigh(browser: Browser, site: Site): Promise<Weight> {
  const { candidate } = site;
  return visit(browser, site, async (visited) => {
    const { page, scripts, thirdParties } = visited;
    await page.goto(site.url, { waitUntil: 'networkidle' });
    await page.waitForTimeout(SETTLE_MS);
    const before = {
      html: siteBytes(site, ['/index.html']),
      scripts: siteBytes(site, scripts),
      thirdPartyScripts: total(thirdParties),
      thirdPartyRequests: thirdParties.length,
      stored: await stored(visited),
    };
    if (!candidate.grant) return { ...before, afterConsent: undefined };
    await page.evaluate(candidate.grant);
    await firstEventMs(visited);
    const now = siteBytes(site, scripts) + total(thirdParties);
    const then = before.scripts + before.thirdPartyScripts;
    return { ...before, afterConsent: now - then };
  });
}

/** The sites take turns, so that what else the computer does meets all alike. */
export async function timeMainThread(
  browser: Browser,
  sites: readonly Site[],
  runs: number,
): Promise<Map<Site, MainThread[]>> {
  const [bare] = sites;
  const results = new Map<Site, MainThread[]>(sites.map((site) => [site, []]));
  if (!bare) return results;
  const whose = new Map(
    sites.map((site) => [site, theirsBySourceMap(site, bare)]),
  );
  for (let run = 0; run < runs; run += 1)
    for (const [site, isTheirs] of whose)
      results
        .get(site)
        ?.push(
          await visit(browser, site, ({ page }) =>
            measureMainThread(page, site.url, isTheirs),
          ),
        );
  return results;
}

/** Milliseconds until the first event of each site is answered; they take turns as well. */
export async function timeFirstEvent(
  browser: Browser,
  sites: readonly Site[],
  runs: number,
): Promise<Map<Site, number[]>> {
  const results = new Map<Site, number[]>(sites.map((site) => [site, []]));
  for (let run = 0; run < runs; run += 1)
    for (const site of sites) {
      const ms = await visit(browser, site, async (visited) => {
        await visited.page.goto(site.url, { waitUntil: 'networkidle' });
        if (site.candidate.grant)
          await visited.page.evaluate(site.candidate.grant);
        return firstEventMs(visited);
      });
      results.get(site)?.push(ms);
    }
  return results;
}

/** The mean of the middle half: neither an outlier moves it, nor is it as coarse as one sample of a profile. */
export function typical(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const quarter = values.length >> 2;
  const middle = sorted.slice(quarter, sorted.length - quarter);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function total(thirdParties: readonly ThirdParty[]): number {
  return thirdParties.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
}
