import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong, as `rule: element`. */
export async function violations(page: Page): Promise<string[]> {
  // An animated element has other colours than it will have.
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().map((animation) => animation.finished),
    ),
  );
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations: found } = await (
      window as unknown as { axe: typeof axe }
    ).axe.run();
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${String(target)}`),
    );
  });
}
