import { closedObject, type Joi, type OptionsSchema } from './closed-object.ts';
import { SIGNALS } from './consent/google-consent-mode.ts';
import { consentSchema } from './consent-options-schema.ts';
import type { PluginOptions } from './options.ts';
import {
  buildEnvironment,
  resolveOptions,
  type BuildEnvironment,
} from './resolve-options.ts';

declare const process: {
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What `gatsby-config` may say, and what becomes of it. */
export const pluginOptionsSchema: OptionsSchema = ({ Joi }) =>
  optionsSchema(Joi, buildEnvironment(process.env));

/**
 * The types of the same options are in `options.ts`, their defaults in `settings.ts`. Descriptions and `meta` make
 * docs/options.md.
 */
export function optionsSchema(Joi: Joi, environment: BuildEnvironment) {
  return closedObject(Joi, {
    writeKey: writeKeySchema(Joi),
    allowProductionInDevelop: Joi.boolean()
      .meta({ default: false })
      .description(
        'Lets `gatsby develop` send with the key of the environment called `production`.',
      ),
    consent: consentSchema(Joi),
    beforeConsent: Joi.string()
      .valid('current-page', 'hold', 'drop')
      .meta({ default: 'current-page' })
      .description(
        'What becomes of [calls made before a choice](consent.md#before-a-choice).',
      ),
    consentReceipts: closedObject(Joi, {
      endpoint: address(Joi)
        .required()
        .description(
          'The webhook service’s [`/visitor`](visitor-endpoint.md).',
        ),
    }).description('Where each choice is recorded, and withdrawals are told.'),
    googleConsentMode: googleSchema(Joi),
    nonce: nonceSchema(Joi),
    deviceMode: Joi.boolean()
      .meta({ default: false })
      .description(
        'Lets the [scripts of device-mode destinations](consent.md#device-mode-destinations) be loaded.',
      ),
    integrationCategoryMappings: Joi.object()
      .pattern(Joi.string(), Joi.array().items(Joi.string()))
      .description(
        'Which categories a device-mode destination needs. Default: the source’s own consent settings.',
      ),
    pages: pagesSchema(Joi),
    region: Joi.string()
      .valid('us', 'eu')
      .description(
        'Where the Segment workspace is: sets `cdnURL` and `apiHost` together.',
      ),
    cdnURL: address(Joi)
      .meta({ default: 'https://cdn.segment.com' })
      .description('Where Analytics.js reads its settings.'),
    apiHost: address(Joi)
      .meta({ default: 'https://api.segment.io/v1' })
      .description(
        'Where events are sent, with its path. The source’s own settings may name another default.',
      ),
    developerView: Joi.boolean()
      .meta({ default: true })
      .description('Shows the developer view in `gatsby develop`.'),
  })
    .custom((options: PluginOptions, helpers) => {
      const resolution = resolveOptions(options, environment);
      return 'problem' in resolution
        ? helpers.error('options.unusable', { problem: resolution.problem })
        : resolution.options;
    })
    .messages({ 'options.unusable': '{{#problem}}' });
}

function writeKeySchema(Joi: Joi) {
  return Joi.alternatives()
    .conditional(Joi.object(), {
      // Only that of the environment in force has to be there.
      then: Joi.object().pattern(Joi.string(), Joi.string().allow('')),
      otherwise: Joi.string().messages({
        'string.empty':
          '"writeKey" is empty: is the environment variable that holds it set?',
      }),
    })
    .required()
    .messages({
      'any.required':
        '"writeKey" is missing: copy it from Segment, Sources → your website → Settings → API Keys, and pass it by an environment variable',
    })
    .meta({ type: 'string, or { environment: string }' })
    .description(
      'Write key of the front-end source, or one for each environment, of which `GATSBY_ACTIVE_ENV` names the one in force.',
    );
}

function googleSchema(Joi: Joi) {
  return closedObject(
    Joi,
    Object.fromEntries(SIGNALS.map((signal) => [signal, Joi.string()])),
  )
    .meta({ type: '{ signal: category }' })
    .description(
      `Has Google’s tags follow the choice. The signals: ${SIGNALS.map((signal) => `\`${signal}\``).join(', ')}.`,
    );
}

function nonceSchema(Joi: Joi) {
  return Joi.string()
    .pattern(/^[^\s"'<>&]+$/)
    .messages({
      'string.pattern.base':
        '"nonce" must not hold spaces, quotes or < > &: write what your server replaces by the nonce, such as __CSP_NONCE__',
    })
    .description(
      'The nonce of the one inline script, that of `googleConsentMode`: what your server replaces for each answer. Nothing else of the plugin needs one.',
    );
}

function pagesSchema(Joi: Joi) {
  return closedObject(Joi, {
    names: Joi.array()
      .items(
        closedObject(Joi, {
          path: Joi.string().pattern(/^[/*]/).required().messages({
            'string.pattern.base':
              '{{#label}} is no path: it begins with a slash, such as "/products/*"',
          }),
          name: Joi.string().required(),
          category: Joi.string(),
        }),
      )
      .meta({ type: '{ path, name, category? }[]', default: [] })
      .description(
        'What pages are called: the first that fits. `*` in a path stands for anything but nothing.',
      ),
    notFound: Joi.string()
      .meta({ default: 'Not Found' })
      .description('What Gatsby’s 404 page is called, whatever its path.'),
    query: Joi.boolean()
      .meta({ default: false })
      .description('Whether a changed query is a new page.'),
    hash: Joi.boolean()
      .meta({ default: false })
      .description('Whether a changed hash is a new page.'),
  }).description('What is a page, and what `page()` calls it.');
}

/** An address, or a path of the shop's own behind which a proxy stands. */
function address(Joi: Joi) {
  return Joi.string()
    .pattern(/^(https?:\/\/[^\s/]+|\/(?!\/))\S*$/)
    .messages({
      'string.pattern.base':
        '{{#label}} is no address: it begins with https:// or, for a path of your own, with a slash',
    });
}
