import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExamples, runExample } from '../testing/example.ts';
import { examplesDocs } from '../testing/examples-docs.ts';
import { PRIVACY_TOPICS } from './privacy.ts';
import { TOPICS } from './topics.ts';

const examples = readExamples(join(__dirname, '..', '..', 'examples'));

it.each(examples)('%s', (_, example) => {
  expect(runExample(example)).toEqual(example.outcome);
});

it('there is one for every topic', () => {
  const shown = new Set(examples.map(([, { webhook }]) => webhook.topic));
  const topics = [...TOPICS.keys(), ...PRIVACY_TOPICS, 'app/uninstalled'];
  expect(topics.filter((topic) => !shown.has(topic))).toEqual([]);
});

it('docs/back-end-events.md shows them: run `npm run docs` after a change', () => {
  const file = join(__dirname, '../../../docs/back-end-events.md');
  expect(readFileSync(file, 'utf8')).toBe(`${examplesDocs(examples)}\n`);
});
