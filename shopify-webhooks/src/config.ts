import {
  CATEGORY_ID,
  DEFAULT_REQUIRED_CATEGORIES,
} from '@storefront-events/plan/wire';
import { isIP } from 'node:net';
import { z } from 'zod';
import { checkSegmentHost } from './deliver/segment-host.ts';
import { SHOP_DOMAIN } from './shopify/shop-domain.ts';

/** What the service needs to know. Every part comes from the environment; see docs/configuration.md. */
export interface Config {
  /** Every secret Shopify may sign with at the moment: one, or two while it is being rotated. */
  readonly webhookSecrets: readonly string[];
  /** The shops that may send webhooks. Empty: any shop with a right signature. */
  readonly shops: readonly string[];
  readonly segment: SegmentConfig;
  readonly consent: ConsentConfig;
  readonly visitors: VisitorConfig;
  readonly retention: RetentionConfig;
  /** Whether test orders are sent on; otherwise they are ignored. */
  readonly sendTestOrders: boolean;
  readonly storeFile: string;
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly logLevel: string;
}

export interface SegmentConfig {
  /** Write key of the back-end source. */
  readonly writeKey: string;
  /** Where batches are posted. */
  readonly endpoint: URL;
}

export interface ConsentConfig {
  /** The categories that must all be granted for an order to carry the person. */
  readonly required: readonly string[];
  /** Every category the shop asks about: stamped false where a visitor refused or was never asked. */
  readonly categories: readonly string[];
}

/** Who may tell the service of a visitor's choice. */
export interface VisitorConfig {
  /** The shop's origins, such as `https://shop.example`. Empty: there is no `POST /visitor`. */
  readonly origins: readonly string[];
  /** Whose `X-Forwarded-For` says where a request comes from: addresses and networks. Empty: nobody's. */
  readonly trustedProxies: readonly string[];
}

/** How long what is kept of visitors is kept, in days. */
export interface RetentionConfig {
  /** Denials, and identities handed over. */
  readonly visitorDays: number;
  readonly receiptDays: number;
}

export type ConfigResult =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'unusable'; readonly errors: readonly string[] };

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const port = z.coerce.number().int().min(0).max(65_535);

const categories = (preset: string[]) =>
  list
    .refine(
      (ids) => ids.length > 0 && ids.every((id) => CATEGORY_ID.test(id)),
      { error: 'must be category ids, such as analytics,marketing' },
    )
    .default(preset);

const days = z.coerce.number().int().min(1).max(36_500);

const isOrigin = (text: string) =>
  /^https?:[^*]+$/.test(text) &&
  URL.canParse(text) &&
  new URL(text).origin === text;

// An address or a network; the names are those that fastify knows.
const isProxy = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  return (
    ['loopback', 'linklocal', 'uniquelocal'].includes(text) ||
    (isIP(address) > 0 &&
      rest.length === 0 &&
      (bits === undefined ||
        (/^\d{1,3}$/.test(bits) &&
          Number(bits) <= (isIP(address) === 4 ? 32 : 128))))
  );
};

const segmentEnvironment = z
  .object({
    SEGMENT_HOST: z.string().default('https://api.segment.io'),
    SEGMENT_PATH: z
      .string()
      .startsWith('/', { error: 'must begin with a slash, such as /v1/batch' })
      .default('/v1/batch'),
    SEGMENT_ALLOW_INSECURE_HOST: z.stringbool().default(false),
  })
  .transform((values) => ({
    host: values.SEGMENT_HOST,
    path: values.SEGMENT_PATH,
    allowInsecure: values.SEGMENT_ALLOW_INSECURE_HOST,
  }));

const environment = z.object({
  SHOPIFY_WEBHOOK_SECRETS: list.refine((secrets) => secrets.length > 0, {
    error:
      'is empty: give the secret that Shopify signs with (Settings → Notifications → Webhooks, or your app’s client secret)',
  }),
  SHOPIFY_SHOPS: list
    .default([])
    .refine((shops) => shops.every((shop) => SHOP_DOMAIN.test(shop)), {
      error: 'must be myshopify.com domains, such as your-shop.myshopify.com',
    }),
  SEGMENT_WRITE_KEY: z.string().trim().min(1, {
    error: 'is empty: give the write key of the back-end source',
  }),
  CONSENT_REQUIRED: categories([...DEFAULT_REQUIRED_CATEGORIES]),
  CONSENT_CATEGORIES: categories(['analytics', 'marketing']),
  SHOP_ORIGINS: list.default([]).refine((origins) => origins.every(isOrigin), {
    error:
      'must be origins, such as https://shop.example: no path, no slash at the end, lower case',
  }),
  TRUST_PROXY: list.default([]).refine((proxies) => proxies.every(isProxy), {
    error:
      'must be the addresses or networks of your proxies, such as 10.0.0.0/8, or loopback, linklocal, uniquelocal',
  }),
  VISITOR_RETENTION_DAYS: days.default(90),
  RECEIPT_RETENTION_DAYS: days.default(1825),
  TEST_ORDERS: z
    .enum(['ignore', 'send'], { error: 'must be "ignore" or "send"' })
    .default('ignore'),
  DATABASE_URL: z
    .string()
    .optional()
    .refine((url) => url === undefined, {
      error: 'is not supported yet: use STORE_FILE',
    }),
  STORE_FILE: z
    .string()
    .refine((file) => file !== ':memory:', {
      error: 'must be a file: what is in memory is lost with the process',
    })
    .default('storefront-events.db'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8787),
  MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024, {
      error: 'must be at least 1048576: orders can be large',
    })
    .default(5 * 1024 * 1024),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info'),
});

/** Reads the configuration from environment variables; names every unusable one at once. An empty one is not set. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): ConfigResult {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value?.trim()),
  );
  const parsed = environment.safeParse(given);
  const segment = segmentEnvironment.safeParse(given);
  const host = segment.success ? checkSegmentHost(segment.data) : undefined;
  const errors = [
    ...(parsed.error?.issues.map(describe) ?? []),
    ...(segment.error?.issues.map(describe) ?? []),
    ...(host?.status === 'refused' ? [`SEGMENT_HOST ${host.reason}`] : []),
  ];
  if (!parsed.success || host?.status !== 'ok')
    return { status: 'unusable', errors };
  const values = parsed.data;
  return {
    status: 'ok',
    config: {
      webhookSecrets: values.SHOPIFY_WEBHOOK_SECRETS,
      shops: values.SHOPIFY_SHOPS,
      segment: { writeKey: values.SEGMENT_WRITE_KEY, endpoint: host.url },
      consent: {
        required: values.CONSENT_REQUIRED,
        categories: values.CONSENT_CATEGORIES,
      },
      visitors: {
        origins: values.SHOP_ORIGINS,
        trustedProxies: values.TRUST_PROXY,
      },
      retention: {
        visitorDays: values.VISITOR_RETENTION_DAYS,
        receiptDays: values.RECEIPT_RETENTION_DAYS,
      },
      sendTestOrders: values.TEST_ORDERS === 'send',
      storeFile: values.STORE_FILE,
      host: values.HOST,
      port: values.PORT,
      maxBodyBytes: values.MAX_BODY_BYTES,
      logLevel: values.LOG_LEVEL,
    },
  };
}

function describe(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? 'environment');
  return issue.code === 'invalid_type' && issue.input === undefined
    ? `${name} is not set`
    : `${name} ${issue.message}`;
}
