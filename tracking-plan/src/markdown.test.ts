import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basePlan } from './index.ts';
import { toMarkdown } from './markdown.ts';

const text = toMarkdown(basePlan);

it('docs/tracking-plan.md is what the plan says: run `npm run docs` after a change of it', () => {
  const file = join(__dirname, '..', '..', 'docs', 'tracking-plan.md');
  expect(readFileSync(file, 'utf8')).toBe(`${text}\n`);
});

it('every event has a section that its line in the index leads to', () => {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, name = '']) =>
    name.toLowerCase().replace(/ /g, '-'),
  );
  const links = [...text.matchAll(/^\| \[.+\]\(#(.+?)\)/gm)].map(
    ([, anchor]) => anchor,
  );
  expect(links).toHaveLength(Object.keys(basePlan).length);
  expect(links).toEqual(headings);
});

it('an event that names the same as another says which to prefer', () => {
  expect(text).toContain(
    'by the name it has at Chord. Prefer [Account Created](#account-created).',
  );
});
