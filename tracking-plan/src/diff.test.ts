import { diffPlans, verdictOf, type Change } from './diff.ts';
import { basePlan, extendPlan } from './index.ts';
import { outlineOf, outlineOfPlan } from './outline.ts';
import type { JsonSchema } from './json-schema.ts';

const outline = (
  properties: Record<string, JsonSchema>,
  required: string[] = [],
  rule: object = {},
) =>
  outlineOf({
    rules: [
      {
        key: 'Tea Drunk',
        type: 'TRACK',
        version: 1,
        jsonSchema: {
          description: 'A tea is drunk.',
          properties: { properties: { properties, required } },
          ...rule,
        },
        ...rule,
      },
    ],
  });

const before = outline({ tea: { type: 'string' }, cups: { type: 'number' } }, [
  'tea',
]);

const changesTo = (
  after: ReturnType<typeof outline>,
): [Change['verdict'], string][] =>
  diffPlans(before, after).map(({ verdict, property, change }) => [
    verdict,
    `${property ?? ''} ${change}`.trim(),
  ]);

describe('between two plans', () => {
  it('nothing may have changed', () => {
    expect(diffPlans(outlineOfPlan(basePlan), outlineOfPlan(basePlan))).toEqual(
      [],
    );
    expect(verdictOf([])).toBeUndefined();
  });

  it.each<
    [
      string,
      Record<string, JsonSchema>,
      string[],
      [Change['verdict'], string][],
    ]
  >([
    [
      'a property removed',
      { tea: { type: 'string' } },
      ['tea'],
      [['breaking', 'cups removed']],
    ],
    [
      'a property of another type',
      { tea: { type: 'string' }, cups: { type: 'string' } },
      ['tea'],
      [['breaking', 'cups number → string']],
    ],
    [
      'a property required',
      { tea: { type: 'string' }, cups: { type: 'number' } },
      ['tea', 'cups'],
      [['breaking', 'cups became required']],
    ],
    [
      'a required property added',
      {
        tea: { type: 'string' },
        cups: { type: 'number' },
        pot: { type: 'string' },
      },
      ['tea', 'pot'],
      [['breaking', 'pot added, and required']],
    ],
    [
      'a constraint',
      { tea: { type: 'string', pattern: '^[A-Z]' }, cups: { type: 'number' } },
      ['tea'],
      [['breaking', 'tea must be ^[A-Z]']],
    ],
    [
      'a property added',
      {
        tea: { type: 'string' },
        cups: { type: 'number' },
        pot: { type: 'string' },
      },
      ['tea'],
      [['minor', 'pot added']],
    ],
    [
      'a property made optional',
      { tea: { type: 'string' }, cups: { type: 'number' } },
      [],
      [['minor', 'tea became optional']],
    ],
    [
      'a description',
      {
        tea: { type: 'string', description: 'Which.' },
        cups: { type: 'number' },
      },
      ['tea'],
      [['patch', 'tea described anew']],
    ],
    [
      'a property inside a list',
      {
        tea: { type: 'string' },
        cups: { type: 'number' },
        pots: {
          type: 'array',
          items: { properties: { lid: { type: 'string' } } },
        },
      },
      ['tea'],
      [
        ['minor', 'pots added'],
        ['minor', 'pots[].lid added'],
      ],
    ],
  ])('%s', (_, properties, required, changes) => {
    expect(changesTo(outline(properties, required))).toEqual(changes);
  });

  it('the heaviest change says what the whole is', () => {
    const after = extendPlan({ owners: { 'Checkout Started': 'back-end' } });
    const { 'Product Viewed': _, ...fewer } = after;
    const changes = diffPlans(outlineOfPlan(after), outlineOfPlan(fewer));
    expect(changes).toEqual([
      { verdict: 'breaking', event: 'Product Viewed', change: 'removed' },
    ]);
    expect(
      verdictOf([{ verdict: 'patch', event: 'A', change: '' }, ...changes]),
    ).toBe('breaking');
    expect(
      verdictOf(diffPlans(outlineOfPlan(fewer), outlineOfPlan(after))),
    ).toBe('minor');
  });
});
