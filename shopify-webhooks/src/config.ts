import { isIP } from 'node:net';
import { z } from 'zod';
import { list } from './list-setting.ts';
import {
  consentEnvironment,
  consentOf,
  consentContradictions,
  type ConsentConfig,
} from './consent-settings.ts';
import {
  mapEnvironment,
  mapSettingsOf,
  type MapSettings,
} from './map-settings.ts';
import {
  operatingEnvironment,
  operatingOf,
  type OperatingConfig,
} from './operating-settings.ts';
import {
  retentionContradictions,
  retentionEnvironment,
  retentionOf,
  type RetentionConfig,
} from './retention-settings.ts';
import {
  segmentEnvironment,
  segmentOf,
  writeKeyEnvironment,
  type SegmentConfig,
} from './segment-settings.ts';
import { SHOP_DOMAIN } from './shopify/shop-domain.ts';
import {
  delivererOf,
  storeEnvironment,
  storeOf,
  undelivered,
  type DelivererConfig,
  type StoreConfig,
} from './store-settings.ts';

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
  readonly operating: OperatingConfig;
  readonly mapping: MapSettings;
  /** How to ask Shopify for an order that is not known here; undefined: it is not asked. */
  readonly admin: AdminConfig | undefined;
  /** What Shopify Flow proves itself with; undefined: there is no `POST /flow`. */
  readonly flowSecret: string | undefined;
  /** What those who post to `POST /events` prove themselves with; none: there is no such route. */
  readonly eventsSecrets: readonly string[];
  /** The folder of the shop's templates; undefined: there are none. */
  readonly templatesDir: string | undefined;
  readonly store: StoreConfig;
  readonly deliverer: DelivererConfig;
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly logLevel: string;
}

/** Shopify's Admin API. */
export interface AdminConfig {
  readonly shop: string;
  readonly token: string;
  readonly apiVersion: string;
}

/** Who may tell the service of a visitor's choice. */
export interface VisitorConfig {
  /** The shop's origins, such as `https://shop.example`. Empty: there is no `POST /visitor`. */
  readonly origins: readonly string[];
  /** Whose `X-Forwarded-For` says where a request comes from: addresses and networks. Empty: nobody's. */
  readonly trustedProxies: readonly string[];
}

export type ConfigResult =
  | { readonly status: 'ok'; readonly config: Config }
  | { readonly status: 'unusable'; readonly errors: readonly string[] };

const port = z.coerce.number().int().min(0).max(65_535);

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
  ...writeKeyEnvironment,
  ...consentEnvironment,
  SHOP_ORIGINS: list.default([]).refine((origins) => origins.every(isOrigin), {
    error:
      'must be origins, such as https://shop.example: no path, no slash at the end, lower case',
  }),
  TRUST_PROXY: list.default([]).refine((proxies) => proxies.every(isProxy), {
    error:
      'must be the addresses or networks of your proxies, such as 10.0.0.0/8, or loopback, linklocal, uniquelocal',
  }),
  ...retentionEnvironment,
  ...operatingEnvironment,
  SHOPIFY_ADMIN_TOKEN: z.string().trim().optional(),
  SHOPIFY_API_VERSION: z
    .string()
    .regex(/^20\d\d-(01|04|07|10)$/, { error: 'must be such as 2026-07' })
    .default('2026-07'),
  FLOW_SECRET: z
    .string()
    .trim()
    .min(16, { error: 'must have 16 characters or more' })
    .optional(),
  ...mapEnvironment,
  EVENTS_SECRETS: list
    .default([])
    .refine((secrets) => secrets.every((secret) => secret.length >= 16), {
      error: 'must have 16 characters or more each',
    }),
  TEMPLATES_DIR: z.string().trim().optional(),
  ...storeEnvironment,
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
  const segmentResult = segment.success ? segmentOf(segment.data) : undefined;
  const errors = [
    ...(parsed.error?.issues.map(describe) ?? []),
    ...(segment.error?.issues.map(describe) ?? []),
    ...(segmentResult?.status === 'refused' ? [segmentResult.reason] : []),
    ...(parsed.success ? contradictions(parsed.data) : []),
  ];
  if (!parsed.success || segmentResult?.status !== 'ok' || errors.length > 0)
    return { status: 'unusable', errors };
  const values = parsed.data;
  return {
    status: 'ok',
    config: {
      webhookSecrets: values.SHOPIFY_WEBHOOK_SECRETS,
      shops: values.SHOPIFY_SHOPS,
      segment: {
        ...segmentResult.segment,
        writeKey: values.SEGMENT_WRITE_KEY,
      },
      consent: consentOf(values),
      visitors: {
        origins: values.SHOP_ORIGINS,
        trustedProxies: values.TRUST_PROXY,
      },
      retention: retentionOf(values),
      operating: operatingOf(values),
      mapping: mapSettingsOf(values),
      admin: adminOf(values),
      flowSecret: values.FLOW_SECRET,
      eventsSecrets: values.EVENTS_SECRETS,
      templatesDir: values.TEMPLATES_DIR,
      store: storeOf(values),
      deliverer: delivererOf(values),
      host: values.HOST,
      port: values.PORT,
      maxBodyBytes: values.MAX_BODY_BYTES,
      logLevel: values.LOG_LEVEL,
    },
  };
}

type Values = z.infer<typeof environment>;

function adminOf(values: Values): AdminConfig | undefined {
  const [shop] = values.SHOPIFY_SHOPS;
  const token = values.SHOPIFY_ADMIN_TOKEN;
  return shop !== undefined && token !== undefined
    ? { shop, token, apiVersion: values.SHOPIFY_API_VERSION }
    : undefined;
}

/** Settings that are sound one by one and not together. */
function contradictions(values: Values): string[] {
  const asked = [...values.CONSENT_CATEGORIES, ...values.CONSENT_REQUIRED];
  const unasked = values.KLAVIYO_CATEGORIES.filter(
    (category) => !asked.includes(category),
  );
  return [
    ...consentContradictions(values),
    ...(values.KLAVIYO_LIST_ID !== undefined &&
    (unasked.length > 0 || values.KLAVIYO_CATEGORIES.length === 0)
      ? [
          `KLAVIYO_CATEGORIES must be some of what CONSENT_CATEGORIES asks for: ${asked.join(', ')}`,
        ]
      : []),
    ...retentionContradictions(values),
    ...undelivered(values),
    ...(values.SHOPIFY_ADMIN_TOKEN !== undefined &&
    values.SHOPIFY_SHOPS.length !== 1
      ? [
          'SHOPIFY_ADMIN_TOKEN belongs to one shop: name it, and no other, in SHOPIFY_SHOPS',
        ]
      : []),
    ...(values.FLOW_SECRET !== undefined && values.SHOPIFY_SHOPS.length !== 1
      ? [
          'FLOW_SECRET belongs to one shop: name it, and no other, in SHOPIFY_SHOPS',
        ]
      : []),
  ];
}

function describe(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? 'environment');
  return issue.code === 'invalid_type' && issue.input === undefined
    ? `${name} is not set`
    : `${name} ${issue.message}`;
}
