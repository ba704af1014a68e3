import * as index from './index.ts';
import * as money from './money.ts';
import * as traits from './traits.ts';
import * as validate from './validate.ts';
import * as wire from './wire/index.ts';

it('exports what others build on', () => {
  const exported = Object.entries({ index, money, traits, validate, wire }).map(
    ([name, module]) => [name, Object.keys(module).sort()],
  );
  expect(Object.fromEntries(exported)).toEqual({
    index: [
      'PlanError',
      'basePlan',
      'defineEvent',
      'definePlan',
      'extendPlan',
      'schemaOf',
    ],
    money: ['exponentOf', 'sum', 'toDecimal', 'toMinor'],
    traits: ['traitsOf'],
    validate: ['describeViolation', 'validateMessage', 'validateProperties'],
    wire: [
      'CART_ATTRIBUTE',
      'CATEGORY_ID',
      'DEFAULT_REQUIRED_CATEGORIES',
      'MAX_VISITOR_LENGTH',
      'decodeCampaign',
      'decodeConsent',
      'decodeVisitor',
      'encodeCampaign',
      'encodeConsent',
      'encodeVisitor',
      'isAnonymousId',
      'isGranted',
    ],
  });
});
