/** Imported dynamically, and in development only: it brings the plan's schemas. */
import { basePlan, type Plan } from '@storefront-events/plan';
import {
  describeViolation,
  validateProperties,
} from '@storefront-events/plan/validate';
import type { StorefrontConfig } from './storefront-config.ts';

/** Looks at an event before it goes to the gate. May throw: then so does `track`. */
export type Check = (
  event: string,
  properties: Readonly<Record<string, unknown>>,
) => void;

/** Holds events against the plan: a warning in the console, and the site's own callback. */
export async function developmentCheck({
  plan = () => Promise.resolve(basePlan as Plan),
  onViolation,
}: StorefrontConfig): Promise<Check> {
  const inForce = await plan();
  return (event, properties) => {
    for (const violation of validateProperties(event, properties, inForce)) {
      console.warn(
        `gatsby-plugin-storefront-events: ${describeViolation(violation)}`,
      );
      onViolation?.(violation);
    }
  };
}
