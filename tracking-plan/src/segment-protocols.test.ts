import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { basePlan, schemaOf } from './index.ts';
import { readProtocols, toProtocols } from './segment-protocols.ts';

// The package is CommonJS with a default; its types and the module system disagree about where it is.
const addFormats = formats.default as unknown as (ajv: Ajv) => void;

const exported = toProtocols(basePlan);

describe('the export for Segment Protocols', () => {
  it('has a rule an event', () => {
    expect(exported.rules).toHaveLength(Object.keys(basePlan).length);
    expect(
      exported.rules.find(({ key }) => key === 'Product Added'),
    ).toMatchObject({
      type: 'TRACK',
      version: 1,
      jsonSchema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        properties: {
          properties: {
            required: [
              'product_id',
              'sku',
              'name',
              'price',
              'quantity',
              'currency',
              'value',
              'total',
              'products',
            ],
            properties: {
              price: {
                type: 'number',
                description:
                  'Price of one unit: in a cart after the discounts of its line, on an order before them, with `discount` beside it. (decimal number in `currency`)',
              },
            },
          },
        },
        required: ['properties'],
      },
    });
    expect(
      exported.rules.filter(({ type }) => type === 'IDENTIFY'),
    ).toHaveLength(1);
  });

  it('is JSON Schema draft-07, and takes every example', () => {
    const ajv = new Ajv({ strict: true, allErrors: true });
    addFormats(ajv);
    for (const { key, type, jsonSchema } of exported.rules) {
      expect([key, ajv.validateSchema(jsonSchema)]).toEqual([key, true]);
      const event = Object.values(basePlan).find((other) =>
        type === 'IDENTIFY' ? other.type === 'identify' : other.name === key,
      );
      const message =
        type === 'IDENTIFY'
          ? { traits: event?.example }
          : { properties: event?.example };
      expect([key, ajv.validate(jsonSchema, message)]).toEqual([key, true]);
    }
  });

  it('says nothing that JSON Schema does not know', () => {
    expect(JSON.stringify(exported)).not.toMatch(/"unit"|additionalProperties/);
  });

  it('comes back as it was', () => {
    const reading = readProtocols(JSON.stringify(exported));
    expect(reading).toEqual({
      status: 'ok',
      plan: JSON.parse(JSON.stringify(exported)) as unknown,
    });
  });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    [
      'another file',
      '{"events":[]}',
      'it has no "rules" of { key, type, version, jsonSchema }',
    ],
    [
      'a rule without a schema',
      '{"rules":[{"key":"A","type":"TRACK","version":1}]}',
      'it has no "rules" of { key, type, version, jsonSchema }',
    ],
  ])('is not read from %s', (_, text, reason) => {
    expect(readProtocols(text)).toEqual({ status: 'unreadable', reason });
  });
});

it('an event is a Standard Schema', async () => {
  const schema = schemaOf(basePlan, 'Coupon Applied')['~standard'];
  expect(schema.version).toBe(1);
  expect(await schema.validate({ coupon_id: 'SPRING' })).toEqual({
    value: { coupon_id: 'SPRING' },
  });
  expect(await schema.validate({})).toMatchObject({
    issues: [{ path: ['coupon_id'] }],
  });
});
