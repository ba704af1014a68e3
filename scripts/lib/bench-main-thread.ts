import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { Site } from './bench-sites.ts';

/** Milliseconds on the main thread of a slowed-down computer. */
export interface MainThread {
  /** All tasks of loading a page, the browser's own included. */
  readonly tasks: number;
  /** Scripts of loading a page. */
  readonly scripts: number;
  /** What a CPU profile finds in code that the bare site does not have: loading a page … */
  readonly load: number;
  /** … and going on to another page. */
  readonly nextPage: number;
}

/** Tells whether a function of a script is of the candidate. */
export type IsTheirs = (url: string, line: number, column: number) => boolean;

type Profile = Awaited<ReturnType<typeof stopProfile>>;

const SLOW_DOWN = 4;
const SAMPLES_EVERY_US = 100;

export async function measureMainThread(
  page: Page,
  url: string,
  isTheirs: IsTheirs,
): Promise<MainThread> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  await cdp.send('Performance.enable');
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', {
    interval: SAMPLES_EVERY_US,
  });
  await cdp.send('Profiler.start');
  await page.goto(url, { waitUntil: 'networkidle' });
  const load = await stopProfile(cdp);
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (wanted: string) =>
    1000 * (metrics.find(({ name }) => name === wanted)?.value ?? NaN);

  await cdp.send('Profiler.start');
  await page.click('a');
  await page.waitForFunction(() => document.title === 'Another page');
  // Page tracking may wait for the title.
  await page.waitForTimeout(300);
  const nextPage = await stopProfile(cdp);
  return {
    tasks: metric('TaskDuration'),
    scripts: metric('ScriptDuration'),
    load: theirMs(load, isTheirs),
    nextPage: theirMs(nextPage, isTheirs),
  };
}

/**
 * By the source maps: theirs is a function whose source file the bare site does not have, whatever comes from another
 * host, and inline scripts.
 */
export function theirsBySourceMap(site: Site, bare: Site): IsTheirs {
  const bareSources = new Set(
    [...mapsOf(bare).values()].flatMap(({ payload }) => payload.sources),
  );
  const maps = mapsOf(site);
  return (url, line, column) => {
    if (!url.startsWith(site.url) || url === site.url) return true;
    const map = maps.get(new URL(url).pathname);
    const source = map && sourceAt(map, line, column);
    return source !== undefined && !bareSources.has(source);
  };
}

function mapsOf({ folder }: Site): Map<string, SourceMap> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.js.map'))
      .map((name) => [
        `/${name.replace(/\.map$/, '')}`,
        new SourceMap(
          JSON.parse(
            readFileSync(join(folder, name), 'utf8'),
          ) as SourceMapPayload,
        ),
      ]),
  );
}

/** How far into a function its first code from a source file is looked for: webpack's own wrappers have no source. */
const REACH = 400;

/** The source file of the function that begins here. */
function sourceAt(
  map: SourceMap,
  line: number,
  column: number,
): string | undefined {
  for (let ahead = 0; ahead < REACH; ahead += 1) {
    const entry = map.findEntry(line, column + ahead);
    if (
      'originalSource' in entry &&
      entry.generatedLine === line &&
      entry.generatedColumn >= column
    )
      return entry.originalSource;
  }
  return undefined;
}

async function stopProfile(cdp: CDPSession) {
  const { profile } = await cdp.send('Profiler.stop');
  return profile;
}

/** The time of their functions, and of what the browser itself does when they call it. */
function theirMs(
  { nodes, samples = [], timeDeltas = [] }: Profile,
  isTheirs: IsTheirs,
): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const theirs = new Set<number>();
  const walk = (id: number, callerIsTheirs: boolean) => {
    const node = byId.get(id);
    if (!node) return;
    const { url, lineNumber, columnNumber } = node.callFrame;
    const isOne =
      url === '' ? callerIsTheirs : isTheirs(url, lineNumber, columnNumber);
    if (isOne) theirs.add(id);
    for (const child of node.children ?? []) walk(child, isOne);
  };
  const [root] = nodes;
  if (root) walk(root.id, false);
  const us = samples.reduce(
    (sum, id, index) =>
      theirs.has(id) ? sum + Math.max(0, timeDeltas[index + 1] ?? 0) : sum,
    0,
  );
  return us / 1000;
}
