import { decodeCampaign } from '@storefront-events/plan/wire';
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
  const campaign = decodeCampaign(search);
  return {
    // Of its own address Analytics.js reads the campaign itself.
    ...(!decodeCampaign(page.search) && campaign && { campaign }),
    ...(isElsewhere(referrer, page) && { referrer: { url: referrer } }),
  };
}

function isElsewhere(referrer: string, { url }: Page): boolean {
  try {
    return new URL(referrer).origin !== new URL(url).origin;
  } catch {
    return false;
  }
}
