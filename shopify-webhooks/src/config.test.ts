import { consentWarnings } from './consent-settings.ts';
import { readConfig } from './config.ts';
import { PRESET_MAP_SETTINGS } from './map-settings.ts';

const env = {
  SHOPIFY_WEBHOOK_SECRETS: ' hush , hush-old\n',
  SHOPIFY_SHOPS: 'a.myshopify.com',
  SEGMENT_WRITE_KEY: 'key',
};

describe('the configuration', () => {
  it('is read from the environment, with defaults', () => {
    expect(readConfig(env)).toEqual({
      status: 'ok',
      config: {
        webhookSecrets: ['hush', 'hush-old'],
        shops: ['a.myshopify.com'],
        segment: {
          writeKey: 'key',
          endpoint: new URL('https://api.segment.io/v1/batch'),
          messagesPerSecond: 500,
          concurrency: 4,
          gzip: false,
        },
        consent: {
          required: ['analytics'],
          categories: ['analytics', 'marketing'],
          saleOrSharing: ['marketing'],
          onRefusal: 'restrict',
          onUnknown: 'restrict',
        },
        mapping: PRESET_MAP_SETTINGS,
        admin: undefined,
        flowSecret: undefined,
        eventsSecrets: [],
        templatesDir: undefined,
        visitors: { origins: [], trustedProxies: [] },
        retention: {
          visitorDays: 90,
          orderDays: 400,
          receiptDays: 1825,
          bodyDays: 7,
          deadDays: 90,
        },
        operating: {
          metricsToken: undefined,
          metricsPort: undefined,
          metricsHost: '127.0.0.1',
        },
        store: { type: 'sqlite', file: 'storefront-events.db' },
        deliverer: { type: 'here' },
        host: '127.0.0.1',
        port: 8787,
        maxBodyBytes: 5 * 1024 * 1024,
        logLevel: 'info',
      },
    });
  });

  it('names every unusable setting at once', () => {
    const result = readConfig({
      SHOPIFY_WEBHOOK_SECRETS: ' , ',
      SHOPIFY_SHOPS: 'shop.example',
      SEGMENT_HOST: 'http://127.0.0.1',
      TEST_ORDERS: 'maybe',
      PORT: '99999',
      MAX_BODY_BYTES: '10',
    });
    expect(
      result.status === 'unusable' &&
        result.errors.map((error) => error.split(' ')[0]),
    ).toEqual([
      'SHOPIFY_WEBHOOK_SECRETS',
      'SHOPIFY_SHOPS',
      'SEGMENT_WRITE_KEY',
      'TEST_ORDERS',
      'PORT',
      'MAX_BODY_BYTES',
      'SEGMENT_HOST',
    ]);
  });

  const errorsOf = (settings: Readonly<Record<string, string>>) => {
    const result = readConfig({ ...env, ...settings });
    return result.status === 'unusable' ? result.errors : [];
  };

  it.each([
    [{ EVENTS: 'Order Completed=refunds/create' }, 'EVENTS gives Order Comp'],
    [{ EVENTS: 'Order Done=on' }, 'EVENTS names "Order Done"'],
    [{ IGNORE_ORDERS: 'pos' }, 'IGNORE_ORDERS holds "pos"'],
    [{ IGNORE_ORDERS: 'kind:wholesale' }, 'kind:draft|pos|imported'],
    [{ USER_ID: 'email' }, 'USER_ID must be "customer-id" or'],
    [{ MONEY_CURRENCY: 'EUR' }, 'MONEY_CURRENCY must be "shop" or'],
    [{ GIFT_CARD_REVENUE: 'no' }, 'GIFT_CARD_REVENUE must be'],
    [{ REFUNDS_WITHOUT_MONEY: 'no' }, 'REFUNDS_WITHOUT_MONEY must be'],
    [{ LEAVE_OUT: 'email,shoe size' }, 'LEAVE_OUT must be some of: email'],
    [{ CONSENT_REFUSED: 'unenforced' }, 'CONSENT_REFUSED must be one of'],
    [
      { CONSENT_SALE_OR_SHARING: 'marketting' },
      'CONSENT_SALE_OR_SHARING names marketting, which the shop does not ask about',
    ],
    [{ CONSENT_REFUSED: 'stamp' }, 'SEGMENT_CONSENT_ENFORCED=1'],
    [{ CONSENT_UNKNOWN: 'stamp' }, 'SEGMENT_CONSENT_ENFORCED=1'],
    [{ SHOPIFY_API_VERSION: 'latest' }, 'must be such as 2026-07'],
    [{ KLAVIYO_LIST_ID: 'a list' }, 'KLAVIYO_LIST_ID must be a list’s id'],
    [
      { KLAVIYO_LIST_ID: 'Y6nRLr', CONSENT_CATEGORIES: 'analytics' },
      'KLAVIYO_CATEGORIES must be some of',
    ],
    [{ FLOW_SECRET: 'short' }, 'FLOW_SECRET must have 16'],
    [
      { EVENTS_SECRETS: 'a-long-shared-secret,short' },
      'EVENTS_SECRETS must have 16',
    ],
    [
      { FLOW_SECRET: 'a-long-shared-secret', SHOPIFY_SHOPS: '' },
      'FLOW_SECRET belongs to one shop',
    ],
    [
      {
        SHOPIFY_ADMIN_TOKEN: 't',
        SHOPIFY_SHOPS: 'a.myshopify.com,b.myshopify.com',
      },
      'SHOPIFY_ADMIN_TOKEN belongs to one shop',
    ],
  ])('refuses %p, and says why', (settings, reason) => {
    expect(errorsOf(settings).join('\n')).toContain(reason);
  });

  it('reads how webhooks become messages', () => {
    const result = readConfig({
      ...env,
      EVENTS: 'Order Updated=on',
      IGNORE_ORDERS: 'source:POS, tag:Whole Sale',
      CONSENT_REFUSED: 'stamp',
      CONSENT_UNKNOWN: 'unenforced',
      SEGMENT_CONSENT_ENFORCED: '1',
      CONSENT_CATEGORIES: 'analytics,targeting',
      LEAVE_OUT: 'ip,phone',
      SHOPIFY_ADMIN_TOKEN: 'shpat_1',
      FLOW_SECRET: 'a-long-shared-secret',
      EVENTS_SECRETS: 'a-long-shared-secret, another-shared-secret',
      TEMPLATES_DIR: 'templates',
    });
    expect(result).toMatchObject({
      status: 'ok',
      config: {
        consent: {
          onRefusal: 'stamp',
          onUnknown: 'unenforced',
          saleOrSharing: ['targeting'],
        },
        mapping: {
          triggers: { 'Order Updated': ['orders/updated'] },
          ignoreOrders: [
            { by: 'source', value: 'pos' },
            { by: 'tag', value: 'whole sale' },
          ],
          leaveOut: ['ip', 'phone'],
        },
        admin: {
          shop: 'a.myshopify.com',
          token: 'shpat_1',
          apiVersion: '2026-07',
        },
        flowSecret: 'a-long-shared-secret',
      },
    });
  });

  it('takes the exact origins of the shop', () => {
    const result = readConfig({
      ...env,
      SHOP_ORIGINS: 'https://shop.example, http://127.0.0.1:8000',
    });
    expect(result.status === 'ok' && result.config.visitors.origins).toEqual([
      'https://shop.example',
      'http://127.0.0.1:8000',
    ]);
  });

  it.each([
    '*',
    'null',
    'shop.example',
    'https://shop.example/',
    'https://SHOP.example',
    'https://shop.example:443',
    'https://*.shop.example',
    'https://user@shop.example',
    'file:///shop',
    'https://shop.example,javascript:alert(1)',
  ])('does not take %p as origins', (SHOP_ORIGINS) => {
    expect(readConfig({ ...env, SHOP_ORIGINS })).toEqual({
      status: 'unusable',
      errors: [
        expect.stringMatching(/^SHOP_ORIGINS must be origins/) as string,
      ],
    });
  });

  it.each([
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
  ])('trusts the proxies %p', (TRUST_PROXY, proxies) => {
    const result = readConfig({ ...env, TRUST_PROXY });
    expect(
      result.status === 'ok' && result.config.visitors.trustedProxies,
    ).toEqual(proxies);
  });

  it.each(['true', '1', '*', '10.0.0.0/33', '10.0.0.1/8/8', 'proxy.example'])(
    'does not trust %p',
    (TRUST_PROXY) => {
      expect(readConfig({ ...env, TRUST_PROXY })).toEqual({
        status: 'unusable',
        errors: [expect.stringMatching(/^TRUST_PROXY must be/) as string],
      });
    },
  );

  it.each(['0', '1.5', 'ever'])(
    'does not keep anything for %p days',
    (days) => {
      const result = readConfig({
        ...env,
        VISITOR_RETENTION_DAYS: days,
        RECEIPT_RETENTION_DAYS: days,
      });
      expect(
        result.status === 'unusable' &&
          result.errors.map((error) => error.split(' ')[0]),
      ).toEqual(['VISITOR_RETENTION_DAYS', 'RECEIPT_RETENTION_DAYS']);
    },
  );

  it('does not keep what can be replayed for longer than what says who may be named', () => {
    const result = readConfig({
      ...env,
      ORDER_RETENTION_DAYS: '60',
      DEAD_RETENTION_DAYS: '61',
      BODY_RETENTION_DAYS: '60',
    });
    expect(result.status === 'unusable' && result.errors).toEqual([
      'DEAD_RETENTION_DAYS must not be above ORDER_RETENTION_DAYS (60): what can be replayed needs what is remembered of its order',
    ]);
  });

  it('says that a setting is missing', () => {
    const result = readConfig({});
    expect(result).toEqual({
      status: 'unusable',
      errors: [
        'SHOPIFY_WEBHOOK_SECRETS is not set',
        'SEGMENT_WRITE_KEY is not set',
      ],
    });
  });

  it('has the store in PostgreSQL, and another deliverer, where they are named', () => {
    const result = readConfig({
      ...env,
      DATABASE_URL: 'postgres://db/events',
      DELIVERER: 'schedule',
      DELIVER_TOKEN: 'sixteen-or-more!',
    });
    expect(result).toMatchObject({
      config: {
        store: { type: 'postgres', url: 'postgres://db/events' },
        deliverer: {
          type: 'schedule',
          token: 'sixteen-or-more!',
          budgetMs: 8000,
        },
      },
    });
  });

  it.each([
    [
      'another database',
      { DATABASE_URL: 'mysql://secret@db' },
      /^DATABASE_URL must be such as postgres:/,
    ],
    [
      'a deliverer that cannot open the file',
      { DELIVERER: 'worker' },
      /^DELIVERER is "worker".*set DATABASE_URL$/,
    ],
    [
      'a schedule that anybody could call',
      { DATABASE_URL: 'postgres://db/events', DELIVERER: 'schedule' },
      /^DELIVER_TOKEN is not set/,
    ],
  ])('does not start with %s', (_, changes, error) => {
    const result = readConfig({ ...env, ...changes });
    expect(result).toEqual({
      status: 'unusable',
      errors: [expect.stringMatching(error) as string],
    });
  });

  it('never repeats a secret', () => {
    const result = readConfig({ ...env, SHOPIFY_SHOPS: 'x', PORT: 'x' });
    expect(JSON.stringify(result)).not.toContain('hush');
  });
});

it.each([
  ['analytics,advertising_storage', /Global Privacy Control denies nothing/],
  ['analytics,marketing', undefined],
])(
  'categories %s: a warning where none is sale or sharing',
  (categories, says) => {
    const result = readConfig({
      SHOPIFY_WEBHOOK_SECRETS: 'hush',
      SEGMENT_WRITE_KEY: 'key',
      CONSENT_CATEGORIES: categories,
    });
    if (result.status === 'unusable') throw new Error(result.errors.join());
    expect(consentWarnings(result.config.consent)).toEqual(
      says ? [expect.stringMatching(says)] : [],
    );
  },
);
