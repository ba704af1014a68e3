import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOrder } from '../testing/order.ts';
import { readExamples } from '../testing/example.ts';
import {
  closeRunners,
  makeRunner,
  TEMPLATE_PROCESS,
} from '../testing/templates.ts';
import { ejected } from '../templates/eject.ts';
import { TEMPLATE_FILES } from '../templates/names.ts';
import { tryTemplate } from '../templates/trial.ts';
import { check, eject, tryOut } from './templates.ts';

const EXAMPLES = join(__dirname, '../../examples');

let folder: string;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storefront-templates-'));
  printed = [];
});

afterEach(() => {
  closeRunners();
  rmSync(folder, { recursive: true });
});

const tools = () => ({
  processFile: TEMPLATE_PROCESS,
  examples: EXAMPLES,
  print: (line: string) => printed.push(line),
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('templates eject', () => {
  it.each(TEMPLATE_FILES)(
    'writes a %s that changes nothing of any example',
    async (file) => {
      const runner = makeRunner({ [file]: ejected(file) });
      let tried = 0;
      for (const [, { webhook }] of readExamples(EXAMPLES))
        for (const choice of ['granted', 'refused'] as const) {
          const trial = await tryTemplate(file, runner, webhook, choice);
          if (trial.status === 'failed') throw new Error(trial.reason);
          if (trial.status === 'unconcerned') continue;
          for (const { before, after } of trial.pairs) {
            tried += 1;
            expect(JSON.parse(after.body)).toEqual(JSON.parse(before.body));
          }
        }
      expect(tried).toBeGreaterThan(0);
    },
  );

  it('says what each field means, and overwrites nothing', () => {
    const file = join(folder, 'order-completed.jsonata');
    expect(eject(file, tools())).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain("/* Shopify's numeric order id, without loss.");
    expect(eject(file, tools())).toBe(1);
    expect(printed[1]).toContain('is there already');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('knows the names that there are', () => {
    expect(eject(join(folder, 'orders.jsonata'), tools())).toBe(1);
    expect(printed[0]).toContain(
      'their names are checkout-started.jsonata, order-completed.jsonata',
    );
  });
});

describe('templates check', () => {
  it('finds nothing in what eject wrote', async () => {
    const file = write(
      'order-refunded.jsonata',
      ejected('order-refunded.jsonata'),
    );
    expect(await check([file], tools())).toBe(0);
    expect(printed[0]).toContain('in order, over ');
  });

  it('says where the syntax is wrong', async () => {
    const file = write(
      'order-completed.jsonata',
      'message ~> |properties| {\n  "total": $money(,\n}|',
    );
    expect(await check([file], tools())).toBe(1);
    expect(printed).toEqual([
      `${file}:2:19: The symbol "," cannot be used as a unary operator (S0211)`,
    ]);
  });

  it('says where it fails over a sample, also where only of somebody who refused', async () => {
    const file = write(
      'order-completed.jsonata',
      'message ~> |properties| {\n  "email": $exists($webhook.customer) ? email : $error("nobody")\n}|',
    );
    expect(await check([file], tools())).toBe(1);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(
      /:2:\d+: nobody \(D3137\) \[orders\/create, refused, and \d+ more\]$/,
    );
  });

  it('says what the plan blocks and what it misses', async () => {
    const file = write(
      'order-cancelled.jsonata',
      'message ~> |properties| {"total": "12 Euro"}, ["order_id"]|',
    );
    expect(await check([file], tools())).toBe(1);
    expect(printed.join('\n')).toMatch(
      /not sent: template order-cancelled\.jsonata: Order Cancelled: properties\.order_id should be an id/,
    );
    expect(printed.join('\n')).toMatch(
      /sent, and flagged: Order Cancelled: properties\.total should be a number/,
    );
  });

  it('says that one runs without end', async () => {
    const file = write(
      'order-cancelled.jsonata',
      '{"properties": {"x": $match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)}}',
    );
    expect(await check([file], tools())).toBe(1);
    expect(printed[0]).toContain('it ran without end');
  });
});

describe('templates try', () => {
  it('shows what is another way', async () => {
    const file = write(
      'order-completed.jsonata',
      'message ~> |properties| {"affiliation": "shop", "metadata": {"note": $webhook.note}}, ["coupon"]|',
    );
    const webhook = write(
      'payload.json',
      JSON.stringify(makeOrder({ note: 'ring twice' })),
    );
    expect(await tryOut(file, { webhook, consent: 'granted' }, tools())).toBe(
      0,
    );
    expect(printed).toEqual([
      'orders/create, from somebody who agreed',
      '\nOrder Completed',
      [
        '  properties.affiliation    "web" → "shop"',
        '  properties.coupon         - "SPRING"',
        '  properties.metadata.note  + "ring twice"',
      ].join('\n'),
      '',
    ]);
  });

  it('shows what is left of somebody who refused', async () => {
    const file = write(
      'order-completed.jsonata',
      'message ~> |properties| {"metadata": {"note": $webhook.note, "paid": $webhook.total_price}}|',
    );
    const webhook = write(
      'payload.json',
      JSON.stringify(makeOrder({ note: 'ring twice' })),
    );
    await tryOut(file, { webhook, consent: 'refused' }, tools());
    expect(printed[2]).toBe('  properties.metadata.paid  + "28.65"');
  });

  it('says what is wrong with what it was given', async () => {
    const file = write('order-refunded.jsonata', 'message');
    const consent = 'granted';
    await tryOut(
      file,
      { webhook: join(folder, 'none.json'), consent },
      tools(),
    );
    const text = write('text.json', 'hello');
    await tryOut(file, { webhook: text, consent }, tools());
    const order = write('order.json', JSON.stringify(makeOrder()));
    const topic = 'orders/create';
    await tryOut(file, { webhook: order, consent, topic }, tools());
    const other = write('other.jsonata', 'message');
    await tryOut(other, { webhook: order, consent }, tools());
    expect(printed).toEqual([
      `${join(folder, 'none.json')} cannot be read (ENOENT).`,
      `${text} is no webhook of Shopify: not JSON.`,
      'orders/create, from somebody who agreed',
      expect.stringContaining(
        'which order-refunded.jsonata is not for',
      ) as string,
      expect.stringContaining('Say with --topic') as string,
    ]);
  });
});
