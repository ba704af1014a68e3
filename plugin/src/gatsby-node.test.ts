import { testPluginOptionsSchema } from 'gatsby-plugin-utils';
import {
  onCreateWebpackConfig,
  onPreInit,
  pluginOptionsSchema,
} from './gatsby-node.ts';
import { PLATFORMS } from './consent/platforms/names.ts';
import type { PluginOptions } from './options.ts';
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
      '"apiHost" must be a valid uri with a scheme matching the http|https pattern',
    ],
  ])('are refused with %s', async (_, value, message) => {
    const { isValid, errors } = await check(value);
    expect(isValid).toBe(false);
    expect(errors).toEqual([message]);
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
