import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Joi } from 'gatsby-plugin-utils';
import { documentedDefaults, optionsDocs } from './options-docs.ts';
import { settingsOf } from './settings.ts';

const text = optionsDocs(Joi);

it('docs/options.md is what the schema says: run `npm run docs` after a change of it', () => {
  const file = join(__dirname, '..', '..', 'docs', 'options.md');
  expect(readFileSync(file, 'utf8')).toBe(`${text}\n`);
});

it('every option has a sentence', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((line) => line.endsWith('|  |'))).toEqual([]);
});

it('the defaults are those that are filled in', () => {
  const settings = settingsOf({
    writeKey: 'key',
    consent: { platform: 'klaro', categories: [] },
  }) as unknown as Record<string, unknown>;
  const defaults = documentedDefaults(Joi);
  for (const name of ['beforeConsent', 'deviceMode'])
    expect([name, settings[name]]).toEqual([name, defaults.get(name)]);
  for (const [name, value] of Object.entries(settings['consent'] as object))
    if (defaults.has(`consent.${name}`))
      expect([name, value]).toEqual([name, defaults.get(`consent.${name}`)]);
  expect(
    [...defaults.keys()].filter((name) => name.startsWith('consent.')),
  ).toHaveLength(5);
});
