import { text, type Json } from './payload.ts';

/** What sets an order apart from one that a visitor has just placed. */
export interface OrderKind {
  readonly is_test?: true | undefined;
  readonly is_draft?: true | undefined;
  readonly is_pos?: true | undefined;
  readonly is_imported?: true | undefined;
  readonly is_b2b?: true | undefined;
  readonly is_recurring?: true | undefined;
}

const AN_HOUR = 60 * 60 * 1000;

/** Subscription tools of others mark their renewals with tags such as "Subscription Recurring Order". */
const RECURRING_TAG = /\brecurring\b/i;

export function orderKind(order: Json): OrderKind {
  const source = text(order['source_name']) ?? '';
  const mark = (is: boolean): true | undefined => is || undefined;
  return {
    is_test: mark(order['test'] === true),
    is_draft: mark(source === 'shopify_draft_order'),
    is_pos: mark(source === 'pos'),
    is_imported: mark(isImported(order)),
    is_b2b: mark(
      typeof order['company'] === 'object' && order['company'] !== null,
    ),
    // Shopify's name for what a contract's billing has made, whichever checkout it began with.
    is_recurring: mark(
      source.startsWith('subscription_contract') ||
        tagsOf(order).some((tag) => RECURRING_TAG.test(tag)),
    ),
  };
}

/** Whoever takes orders over from elsewhere gives `processed_at` the time at which they were placed there. */
function isImported({ processed_at, created_at }: Json): boolean {
  return (
    typeof processed_at === 'string' &&
    typeof created_at === 'string' &&
    Date.parse(created_at) - Date.parse(processed_at) > AN_HOUR
  );
}

export function tagsOf(order: Json): readonly string[] {
  const tags = order['tags'];
  return typeof tags === 'string' && tags !== ''
    ? tags.split(',').map((tag) => tag.trim())
    : [];
}

/** Shopify's own sales channels, by the ids of their apps. */
const CHANNELS = new Map<unknown, string>([
  [580111, 'Online Store'],
  [129785, 'Point of Sale'],
  [1354745, 'Draft Orders'],
]);

/** The sales channel: its name where it is Shopify's own, else the id of its app. */
export function channelOf(order: Json): string | undefined {
  const app = order['app_id'];
  return (
    CHANNELS.get(app) ?? (typeof app === 'number' ? String(app) : undefined)
  );
}

/** Whether a line begins or renews a subscription. */
export function hasSubscription(line: Json): boolean {
  const plan = line['selling_plan_allocation'];
  return typeof plan === 'object' && plan !== null;
}
