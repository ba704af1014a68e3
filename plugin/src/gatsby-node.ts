import { CATEGORY_ID } from '@storefront-events/plan/wire';
import type { GatsbyNode } from 'gatsby';

/** What `gatsby-config` may say. The types of the same options are in `options.ts`. */
export const pluginOptionsSchema: NonNullable<
  GatsbyNode['pluginOptionsSchema']
> = ({ Joi }) =>
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
    cdnURL: Joi.string()
      .uri({ scheme: ['http', 'https'] })
      .description('Where Analytics.js reads its settings.'),
    apiHost: Joi.string()
      .uri({ scheme: ['http', 'https'] })
      .description('Where events are sent, with its path.'),
    consent: Joi.object({
      platform: Joi.string()
        .valid('vanilla-cookieconsent', 'custom')
        .required()
        .description('The consent platform the site uses.'),
      categories: Joi.array()
        .items(
          Joi.string().pattern(CATEGORY_ID).messages({
            'string.pattern.base':
              '{{#label}} is no category id: letters, digits and _ . : - only, no digit in front, at most 34',
          }),
        )
        .min(1)
        .required()
        .description('Every category the visitor is asked about.'),
      required: Joi.array()
        .items(
          Joi.string().valid(Joi.in('...categories')).messages({
            'any.only': '{{#label}} is not one of "consent.categories"',
          }),
        )
        .min(1)
        .description(
          'The categories that must all be granted before Analytics.js is loaded.',
        ),
      policyVersion: Joi.string()
        .max(64)
        .description('The version of the privacy policy.'),
    })
      .required()
      .messages({
        'any.required':
          '"consent" is missing: without a consent platform the gate never opens',
      })
      .description('Who asks the visitor, and for what.'),
  });
