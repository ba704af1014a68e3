import { z } from 'zod';
import { list } from './list-setting.ts';
import {
  PRESET_TRIGGERS,
  readTriggers,
  type EventTriggers,
} from './map/triggers.ts';

/** How webhooks become messages, beside consent: docs/configuration.md. */
export interface MapSettings {
  readonly triggers: EventTriggers;
  /** Orders that are not sent on, nor anything about them. */
  readonly ignoreOrders: readonly OrderFilter[];
  /** Whether test orders are sent on; otherwise they are ignored. */
  readonly sendTestOrders: boolean;
  readonly userId: UserIdRule;
  /** In which currency amounts are given: the shop's, or the one that the customer saw. */
  readonly currency: 'shop' | 'presentment';
  /** Whether gift cards that are bought count as revenue. */
  readonly giftCardRevenue: boolean;
  /** Whether a refund by which nothing was paid back is sent on. */
  readonly refundsWithoutMoney: boolean;
  /** The personal fields that are never sent. */
  readonly leaveOut: readonly PersonalField[];
  /** Whom to put on a list of Klaviyo's; undefined: nobody. */
  readonly klaviyo: KlaviyoSettings | undefined;
}

export interface KlaviyoSettings {
  readonly listId: string;
  /** The categories that a customer must have granted. */
  readonly categories: readonly string[];
}

export const USER_ID_RULES = ['customer-id', 'email-hash', 'none'] as const;
/** What a customer's `userId` is. */
export type UserIdRule = (typeof USER_ID_RULES)[number];

export const PERSONAL_FIELDS = [
  'email',
  'phone',
  'name',
  'address',
  'ip',
  'user_agent',
  'tracking',
  'note',
] as const;
export type PersonalField = (typeof PERSONAL_FIELDS)[number];

const FILTERED = ['source', 'tag', 'channel', 'kind'] as const;
export const ORDER_KINDS = [
  'draft',
  'pos',
  'imported',
  'b2b',
  'recurring',
] as const;

/** Orders of one source name, tag, channel or kind; compared in lower case. */
export interface OrderFilter {
  readonly by: (typeof FILTERED)[number];
  readonly value: string;
}

export const PRESET_MAP_SETTINGS: MapSettings = {
  triggers: PRESET_TRIGGERS,
  ignoreOrders: [],
  sendTestOrders: false,
  userId: 'customer-id',
  currency: 'shop',
  giftCardRevenue: true,
  refundsWithoutMoney: false,
  leaveOut: [],
  klaviyo: undefined,
};

const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
) =>
  z.enum(words, {
    error: `must be ${words.map((word) => `"${word}"`).join(' or ')}`,
  });

const events = list.transform((entries, context) => {
  const reading = readTriggers(entries);
  if (reading.status === 'ok') return reading.triggers;
  context.issues.push(
    ...reading.reasons.map((message) => ({
      code: 'custom' as const,
      message,
      input: entries,
    })),
  );
  return z.NEVER;
});

const orderFilters = list.transform((entries, context) =>
  entries.map((entry): OrderFilter => {
    const [prefix = '', ...rest] = entry.split(':');
    const by = FILTERED.find((name) => name === prefix.trim());
    const value = rest.join(':').trim().toLowerCase();
    const isKind =
      by !== 'kind' || (ORDER_KINDS as readonly string[]).includes(value);
    if (by === undefined || value === '' || !isKind) {
      context.issues.push({
        code: 'custom',
        message: `holds "${entry}"; it must be source:NAME, tag:TAG, channel:APP or kind:${ORDER_KINDS.join('|')}`,
        input: entry,
      });
      return z.NEVER;
    }
    return { by, value };
  }),
);

/** The settings of the mapping, by the names of their environment variables. */
export const mapEnvironment = {
  EVENTS: events.default(PRESET_TRIGGERS),
  IGNORE_ORDERS: orderFilters.default([]),
  TEST_ORDERS: oneOf(['ignore', 'send']).default('ignore'),
  USER_ID: oneOf(USER_ID_RULES).default('customer-id'),
  MONEY_CURRENCY: oneOf(['shop', 'presentment']).default('shop'),
  GIFT_CARD_REVENUE: oneOf(['include', 'exclude']).default('include'),
  REFUNDS_WITHOUT_MONEY: oneOf(['ignore', 'send']).default('ignore'),
  LEAVE_OUT: list
    .pipe(
      z.array(
        z.enum(PERSONAL_FIELDS, {
          error: `must be some of: ${PERSONAL_FIELDS.join(', ')}`,
        }),
      ),
    )
    .default([]),
  KLAVIYO_LIST_ID: z
    .string()
    .trim()
    .regex(/^\w{1,64}$/, { error: 'must be a list’s id, such as Y6nRLr' })
    .optional(),
  KLAVIYO_CATEGORIES: list.default(['marketing']),
};

type MapEnvironment = z.infer<z.ZodObject<typeof mapEnvironment>>;

export function mapSettingsOf(values: MapEnvironment): MapSettings {
  return {
    triggers: values.EVENTS,
    ignoreOrders: values.IGNORE_ORDERS,
    sendTestOrders: values.TEST_ORDERS === 'send',
    userId: values.USER_ID,
    currency: values.MONEY_CURRENCY,
    giftCardRevenue: values.GIFT_CARD_REVENUE === 'include',
    refundsWithoutMoney: values.REFUNDS_WITHOUT_MONEY === 'send',
    leaveOut: values.LEAVE_OUT,
    klaviyo:
      values.KLAVIYO_LIST_ID === undefined
        ? undefined
        : {
            listId: values.KLAVIYO_LIST_ID,
            categories: values.KLAVIYO_CATEGORIES,
          },
  };
}
