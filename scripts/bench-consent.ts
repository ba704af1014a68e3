/** `npm run bench:consent`: what the plugin costs a visitor before and after consent, beside its peers. */
import './lib/plain-errors.ts';
import { chromium } from 'playwright-core';
import { ANCHOR, BARE, CANDIDATES, OURS } from './lib/bench-candidates.ts';
import {
  timeFirstEvent,
  timeMainThread,
  typical,
  weigh,
  type Weight,
} from './lib/bench-measure.ts';
import type { MainThread } from './lib/bench-main-thread.ts';
import { withSites, type Site } from './lib/bench-sites.ts';
import { report, type Row } from './lib/bench.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildPackages } from './lib/packages.ts';
import { step } from './lib/step.ts';
import { stopping } from './lib/stopping.ts';

/** The budgets: docs/decisions/0003-what-the-plugin-loads-when.md. */
const LIMITS = {
  initialBytes: 3000,
  // The consent tools, and what is ours.
  afterConsentBytesMoreThanAnalytics: 2288 + 8192,
  firstPageMs: 10,
  nextPageMs: 1,
};
const MAIN_THREAD_RUNS = 15;
const FIRST_EVENT_RUNS = 7;

/** What a candidate adds to the bare site. Bytes are gzip's, times typical ones. */
interface Figures {
  readonly initialScripts: number;
  readonly initialHtml: number;
  /** Scripts of others; null if they cannot be had here. */
  readonly thirdPartyScripts: number | null;
  readonly thirdPartyRequests: number;
  readonly stored: readonly string[];
  /** Null where nothing waits for consent. */
  readonly afterConsent: number | null;
  /** Null, and the next ones, where the scripts cannot be had here. */
  readonly mainThreadMs: number | null;
  readonly mainThreadNextPageMs: number | null;
  /** By which all tasks and all scripts of the page take longer than on the bare site. */
  readonly tasksMs: number | null;
  readonly scriptsMs: number | null;
  readonly firstEventMs: number | null;
}

const executablePath = ensureChromium(process.env);
await buildPackages();
const signal = stopping();
await withSites(CANDIDATES, signal, async (sites) => {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    // Playwright would end this program, and leave the sites behind.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  signal.addEventListener('abort', () => void browser.close());
  try {
    const weights = new Map<Site, Weight>();
    for (const site of sites) weights.set(site, await weigh(browser, site));
    const known = sites.filter(
      ({ candidate }) => candidate.scriptUnknown !== true,
    );
    const senders = known.filter(({ candidate }) => candidate !== BARE);
    const firstEvents = await step(
      'Timing the first event',
      timeFirstEvent(browser, senders, FIRST_EVENT_RUNS),
    );
    const mainThreads = await step(
      'Timing the main thread',
      timeMainThread(browser, known, MAIN_THREAD_RUNS),
    );
    tell(figuresOf(sites, weights, mainThreads, firstEvents));
  } finally {
    await browser.close();
  }
});

function figuresOf(
  sites: readonly Site[],
  weights: ReadonlyMap<Site, Weight>,
  mainThreads: Awaited<ReturnType<typeof timeMainThread>>,
  firstEvents: Awaited<ReturnType<typeof timeFirstEvent>>,
): Record<string, Figures> {
  const [bare] = sites;
  const weightOf = (site: Site | undefined) => {
    const weight = site && weights.get(site);
    if (!weight) throw new Error('A site was not measured.');
    return weight;
  };
  const threadsOf = (site: Site | undefined) =>
    (site && mainThreads.get(site)) ?? [];
  const figures = sites.map((site): [string, Figures] => {
    const weight = weightOf(site);
    const threads = threadsOf(site);
    const events = firstEvents.get(site);
    // Against the bare site in the same turn.
    const addedMs = (key: keyof MainThread) =>
      threads.length > 0
        ? typical(
            threads.map(
              (thread, run) =>
                thread[key] - (threadsOf(bare)[run]?.[key] ?? NaN),
            ),
          )
        : null;
    return [
      site.candidate.name,
      {
        initialScripts: weight.scripts - weightOf(bare).scripts,
        initialHtml: weight.html - weightOf(bare).html,
        thirdPartyScripts:
          site.candidate.scriptUnknown === true
            ? null
            : weight.thirdPartyScripts,
        thirdPartyRequests: weight.thirdPartyRequests,
        stored: weight.stored.filter(
          (name) => !weightOf(bare).stored.includes(name),
        ),
        afterConsent: weight.afterConsent ?? null,
        mainThreadMs: addedMs('load'),
        mainThreadNextPageMs: addedMs('nextPage'),
        tasksMs: addedMs('tasks'),
        scriptsMs: addedMs('scripts'),
        firstEventMs: events ? typical(events) : null,
      },
    ];
  });
  return Object.fromEntries(figures);
}

function tell(figures: Readonly<Record<string, Figures>>): void {
  const afterConsentLimit =
    (figures[ANCHOR]?.afterConsent ?? NaN) +
    LIMITS.afterConsentBytesMoreThanAnalytics;
  const limit: Row = {
    '': 'limit (ours)',
    'initial B': LIMITS.initialBytes,
    'others B': 0,
    requests: 0,
    stored: 0,
    'main thread ms': LIMITS.firstPageMs.toFixed(2),
    'next page ms': LIMITS.nextPageMs.toFixed(2),
    'after B': afterConsentLimit,
  };
  report(
    `What is added to a minimal Gatsby site before consent, and what follows it
  initial B       gzip bytes of the site's own scripts and HTML on the first page
  others B        gzip bytes of third-party scripts, requests and stored: third-party requests, cookies and storage keys
  main thread ms  by CPU profile, loading a page and going on to the next, on a CPU slowed down 4 times (${String(MAIN_THREAD_RUNS)} times)
  tasks ms        by which all tasks of the page load take longer; differences of some 10 ms are noise; all times are the mean of the middle half
  after B         gzip bytes of the scripts that consent brings
  first event ms  from consent, or without a gate from the page's beginning, until the first event is answered (${String(FIRST_EVENT_RUNS)} times)`,
    [
      ...CANDIDATES.map(({ name, label, scriptUnknown }) =>
        rowOf(label, figures[name], scriptUnknown === true),
      ),
      limit,
    ],
    { ours: OURS, figures, limits: { ...LIMITS, afterConsentLimit } },
  );
}

function rowOf(
  label: string,
  figures: Figures | undefined,
  scriptUnknown: boolean,
): Row {
  if (!figures) return { '': label };
  const unknown = 'n/a';
  const none = '–';
  return {
    '': label,
    'initial B': figures.initialScripts + figures.initialHtml,
    'of it HTML': figures.initialHtml,
    'others B': figures.thirdPartyScripts ?? unknown,
    // What a script that is not here would ask for and store, nobody knows.
    requests: `${String(figures.thirdPartyRequests)}${scriptUnknown ? ' or more' : ''}`,
    stored: scriptUnknown ? unknown : figures.stored.length,
    'main thread ms': figures.mainThreadMs?.toFixed(2) ?? unknown,
    'next page ms': figures.mainThreadNextPageMs?.toFixed(2) ?? unknown,
    'tasks ms': figures.tasksMs?.toFixed(0) ?? unknown,
    'after B': figures.afterConsent ?? none,
    'first event ms':
      figures.firstEventMs?.toFixed(0) ?? (scriptUnknown ? unknown : none),
  };
}
