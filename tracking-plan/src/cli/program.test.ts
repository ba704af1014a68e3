import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basePlan } from '../index.ts';
import { toProtocols } from '../segment-protocols.ts';
import { UsageError } from './load-plan.ts';
import { planProgram } from './program.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

async function run(...args: string[]): Promise<{ text: string; code: number }> {
  let text = '';
  let code = 0;
  const program = planProgram('storefront-plan', {
    write: (part) => (text += part),
    exit: (status) => (code = status),
  });
  await program.parseAsync(args, { from: 'user' });
  return { text, code };
}

const OWN_PLAN = `
export const plan = {
  'tea drunk': {
    name: 'tea drunk', source: 'front-end', type: 'track', version: 1, since: '1', description: 'No.', usedBy: 'us',
    spec: 'https://shop.example', example: {}, properties: { shape: {}, safeParse: () => ({ success: true }), _zod: { def: { type: 'object', shape: {} }, bag: {}, traits: new Set() } },
  },
} as const;
`;

describe('storefront-plan', () => {
  it('checks the plan', async () => {
    const count = Object.keys(basePlan).length;
    expect(await run('check')).toEqual({
      text: `${String(count)} events, nothing wrong.\n`,
      code: 0,
    });
  });

  it("checks a store's own plan, in TypeScript, and ends with 1", async () => {
    const { text, code } = await run(
      '--plan',
      file('plan.ts', OWN_PLAN),
      'check',
    );
    expect(text).toContain('"tea drunk" is not "Object Action" in Title Case');
    expect(code).toBe(1);
  });

  it('exports for Segment Protocols', async () => {
    const { text } = await run('export', '--format', 'segment-protocols');
    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(toProtocols(basePlan))),
    );
  });

  it('compares an imported plan with ours', async () => {
    const [first, ...rules] = toProtocols(basePlan).rules;
    const path = file('theirs.json', JSON.stringify({ rules }));
    const { text } = await run('import', path, '--json');
    expect(JSON.parse(text)).toEqual({
      verdict: 'minor',
      changes: [{ verdict: 'minor', event: first?.key, change: 'added' }],
    });
  });

  it('says what changed between two plans', async () => {
    const { rules } = toProtocols(basePlan);
    const [before, after] = [
      file('a.json', JSON.stringify({ rules })),
      file('b.json', JSON.stringify({ rules: rules.slice(1) })),
    ];
    const { text } = await run('diff', before, after);
    expect(text).toMatch(
      /breaking.*Segment Consent Preference Updated.*removed/,
    );
    expect(text).toMatch(/As a whole: breaking\.\n$/);
    expect((await run('diff', before, before)).text).toBe(
      'Nothing has changed.\n',
    );
  });

  it('says which events folders emit, and ends with 2 where one is missing', async () => {
    mkdirSync(join(folder, 'src'));
    file('src/a.ts', "track('Product Viewed', {}); track('Tea Drunk', {});");
    file('src/a.test.ts', "track('Product Added', {})");
    const { text, code } = await run(
      'status',
      join(folder, 'src'),
      '--source',
      'front-end',
      '--json',
    );
    const status = JSON.parse(text) as {
      emitted: object;
      missing: string[];
      unplanned: object;
    };
    expect(Object.keys(status.emitted)).toEqual(['Product Viewed']);
    expect(status.missing).toContain('Product Added');
    expect(Object.keys(status.unplanned)).toEqual(['Tea Drunk']);
    expect(code).toBe(2);
    expect((await run('status', join(folder, 'src'))).text).toMatch(
      /Product Added +│ nowhere/,
    );
  });

  it('shows the plan as a document', async () => {
    expect((await run('docs')).text).toContain('## Order Completed');
  });

  it.each([
    [
      'a file that is not there',
      ['diff', 'none.json', 'none.json'],
      /none\.json cannot be read/,
    ],
    [
      'a file that is no plan',
      ['import', 'FILE'],
      /is no Segment Protocols plan: it is not JSON/,
    ],
    [
      'a module that cannot be loaded',
      ['--plan', 'none.ts', 'check'],
      /none\.ts cannot be loaded/,
    ],
    [
      'a module without a plan',
      ['--plan', 'MODULE', 'check'],
      /exports no plan: write/,
    ],
    [
      'a folder that is not there',
      ['status', 'nowhere'],
      /nowhere cannot be read/,
    ],
  ])('says what is wrong with %s', async (_, args, message) => {
    const paths = {
      FILE: file('x.json', '{'),
      MODULE: file('empty.ts', 'export const nothing = 1;'),
    };
    const given = args.map((arg) =>
      arg in paths ? paths[arg as keyof typeof paths] : arg,
    );
    const failure = run(...given);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(UsageError);
  });
});
