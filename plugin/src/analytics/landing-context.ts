import type { Page } from '../page.ts';

/**
 * Where the visit came from, for a call that had to wait: the page it is told of may be the second one.
 *
 * @see https://segment.com/docs/connections/spec/common/#context
 */
export function landingContext(
  { referrer, search }: Pick<Page, 'referrer' | 'search'>,
  page: Page,
): Record<string, unknown> {
  const campaign = campaignOf(search);
  return {
    // Of its own address Analytics.js reads the campaign itself.
    ...(!campaignOf(page.search) && campaign && { campaign }),
    ...(isElsewhere(referrer, page) && { referrer: { url: referrer } }),
  };
}

function campaignOf(search: string): Record<string, string> | undefined {
  const entries = [...new URLSearchParams(search)].flatMap(([key, value]) => {
    const [, name] = /^utm_(\w+)$/.exec(key) ?? [];
    return name === undefined
      ? []
      : [[name === 'campaign' ? 'name' : name, value] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function isElsewhere(referrer: string, { url }: Page): boolean {
  try {
    return new URL(referrer).origin !== new URL(url).origin;
  } catch {
    return false;
  }
}
