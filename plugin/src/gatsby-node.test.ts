import {
  Joi,
  testPluginOptionsSchema,
  validateOptionsSchema,
} from 'gatsby-plugin-utils';
import {
  onCreateWebpackConfig,
  onPreInit,
  pluginOptionsSchema,
} from './gatsby-node.ts';
import { PLATFORMS } from './consent/platforms/names.ts';
import type { PluginOptions, StorefrontPlugin } from './options.ts';
import { optionsSchema } from './plugin-options-schema.ts';
import { settingsOf } from './settings.ts';

const options: PluginOptions = {
  writeKey: 'key',
  consent: { platform: 'vanilla-cookieconsent', categories: ['analytics'] },
};

const check = (value: object) =>
  testPluginOptionsSchema(pluginOptionsSchema, { ...value });

describe('the plugin options', () => {
  it('pass with a write key and a consent platform', async () => {
    expect(await check(options)).toMatchObject({
      isValid: true,
      hasWarnings: false,
    });
  });

  it.each([
    [
      'no write key',
      { consent: options.consent },
      '"writeKey" is missing: copy it from Segment, Sources → your website → Settings → API Keys, and pass it by an environment variable',
    ],
    [
      'an empty write key',
      { ...options, writeKey: '' },
      '"writeKey" is empty: is the environment variable that holds it set?',
    ],
    [
      'a platform without categories',
      { writeKey: 'key', consent: { platform: 'klaro' } },
      '"consent.categories" is required',
    ],
    [
      'a lifetime without end',
      { ...options, consent: { ...options.consent, lifetimeDays: 9999 } },
      '"consent.lifetimeDays" must be less than or equal to 365',
    ],
    [
      'a platform that does not exist',
      { ...options, consent: { ...options.consent, platform: 'cookiebox' } },
      `"consent.platform" must be one of [${PLATFORMS.join(', ')}]`,
    ],
    [
      'a required category that is never asked about',
      { ...options, consent: { ...options.consent, required: ['tracking'] } },
      '"consent.required[0]" is not one of "consent.categories"',
    ],
    [
      'a category that Segment does not take',
      {
        ...options,
        consent: { ...options.consent, categories: ['réseaux'] },
      },
      '"consent.categories[0]" is no category id: letters, digits and _ . : - only, no digit in front, at most 34',
    ],
    [
      'an address that is none',
      { ...options, apiHost: 'api.segment.io' },
      '"apiHost" is no address: it begins with https:// or, for a path of your own, with a slash',
    ],
    [
      "another host's address without its scheme",
      { ...options, cdnURL: '//cdn.shop.example' },
      '"cdnURL" is no address: it begins with https:// or, for a path of your own, with a slash',
    ],
    [
      'an option that does not exist',
      { ...options, beforeConcent: 'hold' },
      '"beforeConcent" is no option, did you mean "beforeConsent"?',
    ],
    [
      'one like no other',
      { ...options, pages: { banana: 1 } },
      '"pages.banana" is no option: there are names, notFound, query, hash',
    ],
    [
      'one that does not exist within another',
      { ...options, consent: { ...options.consent, lifetime: 30 } },
      '"consent.lifetime" is no option, did you mean "lifetimeDays"?',
    ],
    [
      'one that an item does not have',
      { ...options, pages: { names: [{ path: '/', nme: 'Home', name: '/' }] } },
      '"pages.names[0].nme" is no option, did you mean "name"?',
    ],
    [
      'a page that begins with no slash',
      { ...options, pages: { names: [{ path: 'cart', name: 'Cart' }] } },
      '"pages.names[0].path" is no path: it begins with a slash, such as "/products/*"',
    ],
    [
      'a write key that is none',
      { ...options, writeKey: 7 },
      '"writeKey" must be a string',
    ],
    [
      'write keys for no environment',
      { ...options, writeKey: {} },
      '"writeKey" names no environment: write one such as { production: process.env.SEGMENT_WRITE_KEY }',
    ],
    [
      'a nonce that could end its attribute',
      { ...options, nonce: '"><script>' },
      '"nonce" must not hold spaces, quotes or < > &: write what your server replaces by the nonce, such as __CSP_NONCE__',
    ],
  ])('are refused with %s', async (_, value, message) => {
    const { isValid, errors } = await check(value);
    expect(isValid).toBe(false);
    expect(errors).toEqual([message]);
  });
});

describe('what a site owner writes', () => {
  const plugin = {
    resolve: 'gatsby-plugin-storefront-events',
    options: {
      writeKey: { production: process.env['NOT_SET'], staging: 'staging-key' },
      consent: { platform: 'klaro', categories: ['analytics'] },
      region: 'eu',
      pages: {
        names: [{ path: '/products/*', name: 'Product', category: 'Shop' }],
        query: true,
      },
      consentReceipts: { endpoint: '/visitor' },
      nonce: '__CSP_NONCE__',
      developerView: false,
    },
  } satisfies StorefrontPlugin;

  const validate = async (value: Record<string, unknown>) => {
    const schema = optionsSchema(Joi, {
      activeEnv: 'staging',
      isDevelop: true,
    });
    const result = await validateOptionsSchema(schema, value);
    return result.value as unknown;
  };

  it('is resolved when the site is built, and passes again as it is then', async () => {
    const { pages, consent, consentReceipts, nonce } = plugin.options;
    const resolved = {
      writeKey: 'staging-key',
      consent,
      cdnURL: 'https://cdn.segment.com',
      apiHost: 'https://events.eu1.segmentapis.com/v1',
      pages,
      consentReceipts,
      nonce,
      developerView: false,
    };
    expect(await validate(plugin.options)).toEqual(resolved);
    expect(await validate(resolved)).toEqual(resolved);
  });

  it('is refused with what to write where nothing can be made of it', async () => {
    await expect(
      validate({ ...plugin.options, writeKey: { production: 'p' } }),
    ).rejects.toThrow('"writeKey" has no key for GATSBY_ACTIVE_ENV=staging');
  });

  it('may be written in the order of a typing error: the name is named beside what is missing', async () => {
    const { errors } = await check({ writekey: 'key' });
    expect(errors).toContain(
      '"writekey" is no option, did you mean "writeKey"?',
    );
  });
});

describe('the settings', () => {
  it('have their defaults', () => {
    expect(
      settingsOf({
        writeKey: 'key',
        consent: {
          platform: 'onetrust',
          categories: ['C0002', 'C0004'],
          required: ['C0002'],
        },
      }),
    ).toEqual({
      writeKey: 'key',
      beforeConsent: 'current-page',
      deviceMode: false,
      consent: {
        platform: 'onetrust',
        categories: ['C0002', 'C0004'],
        required: ['C0002'],
        policyVersion: '1',
        lifetimeDays: 180,
        model: 'opt-in',
        saleOrSharing: ['C0004'],
        announceWithdrawal: true,
      },
    });
  });

  it('have a platform that asks nobody where none is named', () => {
    expect(settingsOf({ writeKey: 'key' }).consent).toMatchObject({
      platform: 'none',
      categories: [],
    });
  });
});

describe('the build', () => {
  it("takes the site's consent platform into the bundle, and no other", () => {
    const setWebpackConfig = jest.fn();
    void onCreateWebpackConfig(
      { actions: { setWebpackConfig } } as never,
      { consent: { platform: 'klaro' } } as never,
      () => undefined,
    );
    expect(setWebpackConfig).toHaveBeenCalledWith({
      resolve: {
        alias: {
          'gatsby-plugin-storefront-events/platform$':
            'gatsby-plugin-storefront-events/platforms/klaro',
        },
      },
    });
  });

  it.each([
    ['none', 1],
    ['klaro', 0],
    [undefined, 1],
  ])('says so where nobody is asked: %s', (platform, warnings) => {
    const warn = jest.fn();
    void onPreInit(
      { reporter: { warn } } as never,
      { ...(platform && { consent: { platform } }) } as never,
      () => undefined,
    );
    expect(warn).toHaveBeenCalledTimes(warnings);
  });
});
