import { CATEGORY_ID } from '@storefront-events/plan/wire';
import type { GatsbyNode } from 'gatsby';
import { SIGNALS } from './consent/google-consent-mode.ts';
import { PLATFORMS } from './consent/platforms/names.ts';

type OptionsSchema = NonNullable<GatsbyNode['pluginOptionsSchema']>;
type Joi = Parameters<OptionsSchema>[0]['Joi'];

/** What `gatsby-config` may say. The types of the same options are in `options.ts`, their defaults in `settings.ts`. */
export const pluginOptionsSchema: OptionsSchema = ({ Joi }) =>
  Joi.object({
    writeKey: Joi.string()
      .required()
      .messages({
        'any.required':
          '"writeKey" is missing: copy it from Segment, Sources → your website → Settings → API Keys, and pass it by an environment variable',
        'string.empty':
          '"writeKey" is empty: is the environment variable that holds it set?',
      })
      .description('Write key of the front-end source.'),
    consent: consentSchema(Joi),
    beforeConsent: Joi.string()
      .valid('current-page', 'hold', 'drop')
      .description('What becomes of calls made before a choice.'),
    deviceMode: Joi.boolean().description(
      'Lets the scripts of device-mode destinations be loaded.',
    ),
    integrationCategoryMappings: Joi.object()
      .pattern(Joi.string(), Joi.array().items(Joi.string()))
      .description('Which categories a device-mode destination needs.'),
    consentReceipts: Joi.object({
      endpoint: Joi.string().uri(WEB).required(),
    }).description('Where each choice is recorded.'),
    googleConsentMode: Joi.object(
      Object.fromEntries(SIGNALS.map((signal) => [signal, Joi.string()])),
    ).description('The category each signal of Google’s consent mode follows.'),
    cdnURL: Joi.string()
      .uri(WEB)
      .description('Where Analytics.js reads its settings.'),
    apiHost: Joi.string()
      .uri(WEB)
      .description('Where events are sent, with its path.'),
  });

const WEB = { scheme: ['http', 'https'] };

function consentSchema(Joi: Joi) {
  return Joi.object({
    platform: Joi.string()
      .valid(...PLATFORMS)
      .required()
      .description('The consent platform the site uses.'),
    categories: Joi.array()
      .items(
        Joi.string().pattern(CATEGORY_ID).messages({
          'string.pattern.base':
            '{{#label}} is no category id: letters, digits and _ . : - only, no digit in front, at most 34',
        }),
      )
      .when('platform', {
        is: 'none',
        then: Joi.array(),
        otherwise: Joi.array().min(1).required(),
      })
      .description('Every category the visitor is asked about.'),
    required: subset(Joi)
      .min(1)
      .description(
        'The categories that must all be granted before Analytics.js is loaded.',
      ),
    policyVersion: Joi.string()
      .max(64)
      .description('The version of the privacy policy.'),
    lifetimeDays: Joi.number()
      .integer()
      .min(1)
      .max(365)
      .description('How long a choice holds, in days.'),
    model: Joi.string()
      .valid('opt-in', 'opt-out')
      .description('Whether silence is a no or a yes.'),
    region: Joi.object({
      url: Joi.string().uri({ allowRelative: true }).required(),
      header: Joi.string(),
    }).description('An address of yours that names the visitor’s region.'),
    saleOrSharing: subset(Joi).description(
      'The categories Global Privacy Control refuses.',
    ),
    announceWithdrawal: Joi.boolean().description(
      'Tells Segment of a withdrawal in one last, bare event.',
    ),
  }).description('Who asks the visitor, and for what.');
}

function subset(Joi: Joi) {
  return Joi.array().items(
    Joi.string().valid(Joi.in('...categories')).messages({
      'any.only': '{{#label}} is not one of "consent.categories"',
    }),
  );
}
