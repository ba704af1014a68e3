import { closeRunners, makeRunner } from '../testing/templates.ts';
import { compile } from './compile.ts';
import type { Job } from './protocol.ts';
import type { RunResult } from './runner.ts';

afterEach(closeRunners);

const job = (input: object): Job => ({
  file: 'other.jsonata',
  input: JSON.stringify(input),
});

const valueOf = (result: RunResult | undefined): unknown =>
  result?.status === 'returned' ? JSON.parse(result.json) : result;

const run = async (template: string, input: object = {}) => {
  const [result] = await makeRunner({ 'other.jsonata': template }).run([
    job(input),
  ]);
  return valueOf(result);
};

/** What JSONata's own guards do not stop: bad-inputs of regular expressions and strings. */
const RUNAWAYS = {
  'a regular expression without end':
    '{"x": $match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)}',
  'a string of 300 MB': '{"x": $length($pad("a", 300000000))}',
  'a string that doubles':
    '($s := function($x, $n) { $n = 0 ? $x : $s($x & $x, $n - 1) }; {"x": $length($s("aaaaaaaaaa", 24))})',
};

describe('the template runner', () => {
  it.each(Object.entries(RUNAWAYS))(
    'stops %s, and nothing but it: the others are answered',
    async (_, runaway) => {
      const runner = makeRunner({
        'order-completed.jsonata': runaway,
        'other.jsonata': '{"n": message.n}',
      });
      const bad: Job = { file: 'order-completed.jsonata', input: '{}' };
      const good = [1, 2, 3].map((n) => job({ message: { n } }));
      const [first, stopped, ...others] = await runner.run([
        job({ message: { n: 0 } }),
        bad,
        ...good,
      ]);
      expect(stopped).toEqual({
        status: 'stopped',
        reason: 'it ran without end, or out of memory, and was stopped',
      });
      expect([first, ...others].map(valueOf)).toEqual(
        [0, 1, 2, 3].map((n) => ({ n })),
      );
      // And the next process does its work.
      expect(
        valueOf((await runner.run([job({ message: { n: 4 } })]))[0]),
      ).toEqual({ n: 4 });
    },
  );

  const runawayIf = `message.bad ? ${RUNAWAYS['a string of 300 MB']} : {"ok": true}`;
  const tried = (bad: boolean) => job({ message: { bad } });

  it('does not run a template any more that was stopped three times in a row, says so once, and runs the others', async () => {
    const gaveUp: string[] = [];
    const runner = makeRunner(
      { 'other.jsonata': runawayIf, 'order-completed.jsonata': '{"n": 1}' },
      { gaveUp: (file) => gaveUp.push(file) },
    );
    const other: Job = { file: 'order-completed.jsonata', input: '{}' };
    const bad = [1, 2, 3, 4, 5].map(() => tried(true));
    const [first, ...results] = await runner.run([other, ...bad]);
    expect(valueOf(first)).toEqual({ n: 1 });
    const was = { reason: expect.stringContaining('was stopped') as string };
    const isNot = {
      status: 'stopped',
      reason: expect.stringContaining('storefront-events replay') as string,
    };
    expect(results).toMatchObject([was, was, was, isNot, isNot]);
    expect(await runner.run([tried(false), other])).toMatchObject([
      isNot,
      { status: 'returned' },
    ]);
    expect(gaveUp).toEqual(['other.jsonata']);
  });

  it('goes on running a template that only some webhooks stop', async () => {
    const gaveUp: string[] = [];
    const runner = makeRunner(
      { 'other.jsonata': runawayIf },
      { gaveUp: (file) => gaveUp.push(file) },
    );
    const results = await runner.run(
      [true, true, false, true, true, false].map(tried),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'stopped',
      'stopped',
      'returned',
      'stopped',
      'stopped',
      'returned',
    ]);
    expect(gaveUp).toEqual([]);
  });

  it.each([
    ['a loop without end', '($f := function() { $f() }; $f())', 'D1012'],
    [
      'a recursion without end',
      '($f := function($n) { 1 + $f($n + 1) }; $f(0))',
      'D1011',
    ],
    ['a list that is too long', '[1..10000000]', 'D2015'],
  ])('leaves %s to JSONata’s own guards', async (_, template, code) => {
    expect(await run(template)).toMatchObject({ status: 'wrong', code });
  });

  it('says where an error is', async () => {
    expect(
      await run('{\n  "a": $number(message.a)\n}', { message: { a: 'x' } }),
    ).toMatchObject({
      status: 'wrong',
      code: 'D3030',
      message: 'Unable to cast value to a number: "x"',
      place: { line: 2, column: 9 },
    });
  });

  it.each([
    'nothing',
    '"text"',
    '[1]',
    '$sum',
    '{"a": $sum}',
    '{"a": function() {1}}',
    'null',
  ])('takes no %s for a message', async (template) => {
    expect(await run(template)).toMatchObject({
      status: 'wrong',
      message: 'it returned no message: that is an object, without functions',
    });
  });

  it('takes no megabytes for a message', async () => {
    expect(await run('{"x": $pad("a", 2000000)}')).toMatchObject({
      status: 'wrong',
      message: 'it returned more than a million characters',
    });
  });

  it('lets nothing of a prototype through', async () => {
    expect(
      await run(
        '{"a": $merge([{}, {"__proto__": {"polluted": 1}}]), "b": constructor, "c": $lookup(message, "constructor")}',
        { message: { n: 1 } },
      ),
    ).toEqual({ a: {} });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('never mixes the inputs of evaluations that are made at once', async () => {
    const runner = makeRunner({
      'other.jsonata':
        '{"order": $$.message.id, "lines": [webhook.lines.($id := $$.message.id; $map([1..3], function($n) { $$.message.id & "-" & $id & "-" & $n }))]}',
    });
    const ids = Array.from(
      { length: 400 },
      (_, index) => `order ${String(index)}`,
    );
    const results = await Promise.all(
      ids.map(async (id) => {
        const input = { message: { id }, webhook: { lines: [{}, {}] } };
        return valueOf((await runner.run([job(input)]))[0]);
      }),
    );
    const line = (id: string) =>
      [1, 2, 3].map((n) => `${id}-${id}-${String(n)}`);
    expect(results).toEqual(
      ids.map((id) => ({ order: id, lines: [...line(id), ...line(id)] })),
    );
  });

  it('has a JSONata that keeps the inputs of one expression apart', async () => {
    const compiled = compile('[[1..20].($$.id)]');
    if (compiled.status !== 'ok') throw new Error(compiled.message);
    const results: unknown = await Promise.all(
      Array.from({ length: 10 }, (_, id): Promise<unknown> =>
        compiled.expression.evaluate({ id }),
      ),
    );
    expect(results).toEqual(
      Array.from({ length: 10 }, (_, id) =>
        Array.from({ length: 20 }, () => id),
      ),
    );
  });

  it.each([
    ['fails', '/nowhere/template-process.js'],
    // `fork` throws, as it does where no file descriptor is left.
    ['cannot even be tried', 'a file of no name\0'],
  ])(
    'gives back everything when the start of its process %s, each time',
    async (_, processFile) => {
      const runner = makeRunner(
        { 'other.jsonata': 'message' },
        { processFile },
      );
      const notRun = {
        status: 'not run',
        reason: 'the process of the templates could not be started',
      };
      for (let time = 0; time < 2; time += 1)
        expect(await runner.run([job({}), job({})])).toEqual([notRun, notRun]);
    },
  );

  it('gives back what is under way when it is closed, and what comes after', async () => {
    const runner = makeRunner({
      'other.jsonata': RUNAWAYS['a regular expression without end'],
    });
    const running = runner.run([job({}), job({})]);
    runner.close();
    const notRun = { status: 'not run', reason: 'the service was stopped' };
    expect(await running).toEqual([notRun, notRun]);
    expect(await runner.run([job({})])).toEqual([notRun]);
  });
});

describe('the helpers of a template', () => {
  it.each([
    ['$money("12.50", "EUR")', 12.5],
    ['$money(0.1 + 0.2, "EUR")', 0.3],
    ['$money(1.005, "EUR")', 1.01],
    ['$money("1250", "JPY")', 1250],
    ['$money("1.2345", "KWD")', 1.235],
    ['$money($sum(["19.99", "0.01"].$number()), "EUR")', 20],
    ['$money(set)', 3.5],
    ['$money(set, "presentment")', 4],
    ['$money("free", "EUR")', undefined],
    ['$money(missing, "EUR")', undefined],
    ['$id(4501)', '4501'],
    ['$id("4501")', '4501'],
    [
      '$id("gid://shopify/Order/820982911946154508?key=1")',
      '820982911946154508',
    ],
    ['$id("#1001")', undefined],
    ['$id(missing)', undefined],
  ])('%s', async (expression, expected) => {
    const set = {
      shop_money: { amount: '3.50', currency_code: 'EUR' },
      presentment_money: { amount: '4.00', currency_code: 'CHF' },
    };
    expect(await run(`{"is": ${expression}}`, { set })).toEqual(
      expected === undefined ? {} : { is: expected },
    );
  });
});
