import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplates } from './load.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storefront-templates-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const load = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), text);
  const loaded = loadTemplates(folder);
  return loaded.status === 'ok' ? [...loaded.templates] : loaded.errors;
};

describe('the folder of the templates', () => {
  it('is read by the names of its files; hidden ones are nobody’s', () => {
    expect(load({ 'other.jsonata': 'message', '.DS_Store': 'x' })).toEqual([
      ['other.jsonata', 'message'],
    ]);
  });

  it('tells everything that is wrong at once', () => {
    expect(
      load({
        'order-complete.jsonata': 'message',
        'order-completed.jsonata': '{\n  "a": ]\n}',
        'other.jsonata': ' ',
      }),
    ).toEqual([
      expect.stringContaining(
        'order-complete.jsonata is no template: their names are',
      ),
      `${folder}/order-completed.jsonata:2:8: The symbol "]" cannot be used as a unary operator (S0211)`,
      `${folder}/other.jsonata: it is empty: a template that changes nothing is "message"`,
    ]);
  });

  it('must be there and hold one', () => {
    expect(load({})).toEqual([expect.stringContaining('holds no template')]);
    expect(loadTemplates(join(folder, 'none'))).toEqual({
      status: 'unusable',
      errors: [`TEMPLATES_DIR: ${folder}/none cannot be read (ENOENT)`],
    });
  });
});
