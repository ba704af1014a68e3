import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARY } from './library.ts';

it('is the version of the package', () => {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject(LIBRARY);
});
