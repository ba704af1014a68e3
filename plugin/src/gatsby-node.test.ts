import { testPluginOptionsSchema } from 'gatsby-plugin-utils';
import { pluginOptionsSchema } from './gatsby-node.ts';
import type { PluginOptions } from './options.ts';

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
      'no consent',
      { writeKey: 'key' },
      '"consent" is missing: without a consent platform the gate never opens',
    ],
    [
      'a platform that does not exist',
      { ...options, consent: { ...options.consent, platform: 'cookiebox' } },
      '"consent.platform" must be one of [vanilla-cookieconsent, custom]',
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
