/** The plan's schemas come with this file, so it is imported dynamically and in development only. */
import { basePlan, type Plan } from '@storefront-events/plan';
import {
  describeViolation,
  validateProperties,
  type Violation,
} from '@storefront-events/plan/validate';
import type { CallContent } from './call.ts';
import type { StorefrontConfig } from './storefront-config.ts';

/** A call that was looked at. */
export interface Checked {
  readonly content: CallContent;
  readonly at: Date;
  /** What is wrong with it. */
  readonly violations: readonly Violation[];
}

/** Holds events against the plan: a warning in the console, and the site's own callback. */
export async function developmentCheck(
  {
    plan = () => Promise.resolve(basePlan as Plan),
    onViolation,
  }: StorefrontConfig,
  note: (checked: Checked) => void,
): Promise<(content: CallContent, at: Date) => void> {
  const inForce = await plan();
  return (content, at) => {
    const violations =
      content.type === 'track'
        ? validateProperties(content.event, content.properties, inForce)
        : [];
    // First, because the callback may throw.
    note({ content, at, violations });
    for (const violation of violations) {
      console.warn(
        `gatsby-plugin-storefront-events: ${describeViolation(violation)}`,
      );
      onViolation?.(violation);
    }
  };
}
