import { z } from 'zod';

/** How long what is kept is kept, in days. */
export interface RetentionConfig {
  /** Denials, and identities handed over. */
  readonly visitorDays: number;
  /** What is known of orders and customers, and the ids of messages. */
  readonly orderDays: number;
  readonly receiptDays: number;
  /** Bodies of webhooks and messages that are done. */
  readonly bodyDays: number;
  /** Bodies of those that are dead: until then they can be replayed. */
  readonly deadDays: number;
}

const days = z.coerce.number().int().min(1).max(36_500);

/** The settings of the retention, by the names of their environment variables. */
export const retentionEnvironment = {
  VISITOR_RETENTION_DAYS: days.default(90),
  ORDER_RETENTION_DAYS: days.default(400),
  RECEIPT_RETENTION_DAYS: days.default(1825),
  BODY_RETENTION_DAYS: days.default(7),
  DEAD_RETENTION_DAYS: days.default(90),
};

export function retentionOf(
  values: z.infer<z.ZodObject<typeof retentionEnvironment>>,
): RetentionConfig {
  return {
    visitorDays: values.VISITOR_RETENTION_DAYS,
    orderDays: values.ORDER_RETENTION_DAYS,
    receiptDays: values.RECEIPT_RETENTION_DAYS,
    bodyDays: values.BODY_RETENTION_DAYS,
    deadDays: values.DEAD_RETENTION_DAYS,
  };
}

/** What was forgotten of somebody's no must not be made good by what is kept of their orders. */
export function retentionContradictions(
  values: z.infer<z.ZodObject<typeof retentionEnvironment>>,
): string[] {
  return (['BODY_RETENTION_DAYS', 'DEAD_RETENTION_DAYS'] as const)
    .filter((name) => values[name] > values.ORDER_RETENTION_DAYS)
    .map(
      (name) =>
        `${name} must not be above ORDER_RETENTION_DAYS (${String(values.ORDER_RETENTION_DAYS)}): what can be replayed needs what is remembered of its order`,
    );
}
