import { CATEGORY_ID } from '@storefront-events/plan/wire';
import { closedObject, type Joi } from './closed-object.ts';
import { PLATFORMS } from './consent/platforms/names.ts';

/** What `consent` may say. */
export function consentSchema(Joi: Joi) {
  return closedObject(Joi, {
    platform: Joi.string()
      .valid(...PLATFORMS)
      .required()
      .meta({ type: 'string' })
      .description(
        'The consent platform the site uses: [its name](platforms.md).',
      ),
    categories: categoriesSchema(Joi),
    required: subset(Joi)
      .min(1)
      .meta({ default: ['analytics'] })
      .description(
        'The categories that must all be granted before Analytics.js is loaded.',
      ),
    policyVersion: Joi.string()
      .max(64)
      .meta({ default: '1' })
      .description(
        'The version of the privacy policy that the banner refers to.',
      ),
    lifetimeDays: Joi.number()
      .integer()
      .min(1)
      .max(365)
      .meta({ default: 180 })
      .description('How long a choice holds, in days.'),
    model: Joi.string()
      .valid('opt-in', 'opt-out')
      .meta({ default: 'opt-in' })
      .description(
        'Whether silence is a no or a yes. By region: `consentModel` in the shadowed file.',
      ),
    region: regionSchema(Joi),
    saleOrSharing: subset(Joi).description(
      'The categories Global Privacy Control refuses. Default: those of a common name, such as `marketing`.',
    ),
    announceWithdrawal: Joi.boolean()
      .meta({ default: true })
      .description('Tells Segment of a withdrawal in one last, bare event.'),
  }).description(
    'Who asks the visitor, and for what. Without it nobody is asked and nothing is sent.',
  );
}

function categoriesSchema(Joi: Joi) {
  return Joi.array()
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
    .meta({ required: true })
    .description(
      'Every category the visitor is asked about, by the platform’s ids.',
    );
}

function regionSchema(Joi: Joi) {
  return closedObject(Joi, {
    url: Joi.string()
      .uri({ allowRelative: true })
      .required()
      .description('Answers with the region, ISO 3166.'),
    header: Joi.string().description(
      'The header of the answer that names it. Default: its body.',
    ),
  }).description('An address of yours that names the visitor’s region.');
}

function subset(Joi: Joi) {
  return Joi.array().items(
    Joi.string().valid(Joi.in('...categories')).messages({
      'any.only': '{{#label}} is not one of "consent.categories"',
    }),
  );
}
