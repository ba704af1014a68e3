import { readConfig } from './config.ts';

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
        },
        consent: {
          required: ['analytics'],
          categories: ['analytics', 'marketing'],
        },
        sendTestOrders: false,
        storeFile: 'storefront-events.db',
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

  it('does not quietly use a file where a database was asked for', () => {
    const result = readConfig({ ...env, DATABASE_URL: 'postgres://db' });
    expect(result).toEqual({
      status: 'unusable',
      errors: ['DATABASE_URL is not supported yet: use STORE_FILE'],
    });
  });

  it('never repeats a secret', () => {
    const result = readConfig({ ...env, SHOPIFY_SHOPS: 'x', PORT: 'x' });
    expect(JSON.stringify(result)).not.toContain('hush');
  });
});
