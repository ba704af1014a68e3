import type { PropertiesOf } from '@storefront-events/plan';
import type { RefCallback } from 'react';
import { getStorefront } from '../instance.ts';
import { useSeen } from './use-seen.ts';

/**
 * Reports that a promotion was seen: once, when it has been on screen for a second.
 *
 * @returns the ref of the element that shows it
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#promotion-viewed
 */
export function usePromotionViewed(
  promotion: PropertiesOf<'Promotion Viewed'>,
): RefCallback<Element> {
  return useSeen(promotion.promotion_id, () => {
    getStorefront().track('Promotion Viewed', promotion);
  });
}
