import fc from 'fast-check';
import { numericId, parsePayload, resourceId, text, time } from './payload.ts';

const parse = (body: string | Uint8Array) => parsePayload(Buffer.from(body));

describe('a body', () => {
  it('keeps every digit of an id beyond 2^53', () => {
    const result = parse('{"id":820982911946154508,"quantity":2,"rate":0.19}');
    expect(result).toEqual({
      status: 'object',
      payload: { id: '820982911946154508', quantity: 2, rate: 0.19 },
    });
  });

  it('keeps every digit wherever in the body the id stands, and rounds none that is shorter', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }),
        fc.bigInt({ min: 10n ** 13n, max: 10n ** 20n - 1n }),
        fc.constantFrom('', '7', 'ab12', '9'.repeat(15)),
        (space, id, note) => {
          const body = `{"note":"${note}",${' '.repeat(space)}"id":${String(id)}}`;
          const exact = id <= BigInt(Number.MAX_SAFE_INTEGER);
          expect(parse(body)).toEqual({
            status: 'object',
            payload: { note, id: exact ? Number(id) : String(id) },
          });
        },
      ),
    );
  });

  it('may begin with a byte order mark', () => {
    expect(parse('\ufeff{"id":1}')).toMatchObject({ status: 'object' });
  });

  it('may hold bytes that are no UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]);
    expect(parse(body)).toEqual({
      status: 'object',
      payload: { a: '\ufffd\ufffd' },
    });
  });

  it('does not reach the prototype of objects', () => {
    parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes the last of two values under one key', () => {
    expect(parse('{"id":1,"id":2}')).toMatchObject({ payload: { id: 2 } });
  });

  it.each([
    ['nothing', '', 'empty body'],
    ['text', 'not json', 'not JSON'],
    ['half of it', '{"id":1', 'not JSON'],
    ['a trailing comma', '{"id":1,}', 'not JSON'],
    ['null', 'null', 'not a JSON object'],
    ['a list', '[]', 'not a JSON object'],
    ['a string', '"x"', 'not a JSON object'],
    ['a number', '42', 'not a JSON object'],
    ['true', 'true', 'not a JSON object'],
    ['a million brackets', '['.repeat(1_000_000), 'not JSON'],
    [
      'a million nested lists',
      `${'['.repeat(1_000_000)}1234567890123456${']'.repeat(1_000_000)}`,
      'nested too deeply',
    ],
  ])('that is %s is unreadable', (_, body, reason) => {
    const result = parse(body);
    expect(result).toEqual({ status: 'unreadable', reason });
  });

  it('is never quoted in the reason', () => {
    expect(JSON.stringify(parse('{"email":bob@example.com}'))).not.toContain(
      'bob',
    );
  });
});

describe('an id', () => {
  it.each([
    [42, '42'],
    ['820982911946154508', '820982911946154508'],
    [820982911946154500, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['12a', undefined],
    ['1'.repeat(21), undefined],
    [null, undefined],
  ])('%p is %p', (value, id) => {
    expect(numericId(value)).toBe(id);
  });

  it('is taken from the GraphQL id where the numeric one was rounded', () => {
    const rounded = {
      id: 820982911946154500,
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    };
    expect(resourceId(rounded, 'Order')).toBe('820982911946154508');
    expect(resourceId({ id: 7 }, 'Order')).toBe('7');
  });

  it('is none where the GraphQL id names another resource', () => {
    const product = { id: 7, admin_graphql_api_id: 'gid://shopify/Product/7' };
    expect(resourceId(product, 'Order')).toBeUndefined();
  });
});

describe('a time', () => {
  const now = Date.UTC(2026, 10, 21);
  it.each([
    ['2026-11-20T19:00:00-05:00', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T14:00:00+14:00', '2026-11-21T00:00:00.000Z'],
    ['yesterday', undefined],
    ['1970-01-01T00:00:00Z', undefined],
    ['9999-01-01T00:00:00Z', undefined],
    ['2026-02-31T99:00:00Z', undefined],
    [1732147200, undefined],
    [null, undefined],
  ])('%p is %p', (value, expected) => {
    expect(time(value, now)).toBe(expected);
  });
});

it('cuts text to a bound', () => {
  expect(text('x'.repeat(1_000_000))).toHaveLength(1024);
  expect(text('ab😀', 3)).toBe('ab\ufffd');
  expect(text('  a ')).toBe('a');
  expect(text('   ')).toBeUndefined();
  expect(text(3)).toBeUndefined();
});
