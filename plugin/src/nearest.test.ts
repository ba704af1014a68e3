import { nearest } from './nearest.ts';

it.each([
  ['writekey', 'writeKey'],
  ['apihost', 'apiHost'],
  ['apiHots', 'apiHost'],
  ['write', 'writeKey'],
  ['banana', undefined],
  ['x', undefined],
])('%s is meant for %s', (written, meant) => {
  expect(nearest(written, ['apiHost', 'writeKey'])).toBe(meant);
});
