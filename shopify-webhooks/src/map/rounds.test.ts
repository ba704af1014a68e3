import { rounds } from './rounds.ts';

const turns = (text: string) =>
  rounds(text.split(' '), (item) => ({
    subjects: item === '!' ? [] : item.replace(/\d/g, '').split(''),
    alone: item === '!',
  })).map((round) => round.join(' '));

it.each([
  ['of others, are one round', 'a1 b1 c1', ['a1 b1 c1']],
  ['of one, are one after another', 'a1 a2 a3', ['a1', 'a2', 'a3']],
  [
    'of others do not wait for them',
    'a1 a2 b1 a3 b2',
    ['a1 b1', 'a2 b2', 'a3'],
  ],
  ['of two wait for both', 'a1 b1 b2 ab1 a2', ['a1 b1', 'b2', 'ab1', 'a2']],
  ['that erase stand between', 'a1 ! b1 a2', ['a1', '!', 'b1 a2']],
  ['that erase first stand first', '! a1 !', ['!', 'a1', '!']],
])('webhooks %s', (_, given, expected) => {
  expect(turns(given)).toEqual(expected);
});
