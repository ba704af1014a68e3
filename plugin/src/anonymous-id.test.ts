import { storedAnonymousId } from './anonymous-id.ts';

const browser = (cookie: string, stored: string | null) =>
  ({
    document: { cookie },
    localStorage: { getItem: () => stored },
  }) as unknown as Window;

it.each([
  [
    'the cookie',
    'a=b; ajs_anonymous_id=from-cookie; c=d',
    '"from-storage"',
    'from-cookie',
  ],
  ['an encoded cookie', 'ajs_anonymous_id=%22x%22', null, '"x"'],
  ['local storage, as JSON', '', '"from-storage"', 'from-storage'],
  ['nothing that is stored', '', null, undefined],
  ['no other cookie', 'not_ajs_anonymous_id=x', null, undefined],
  [
    'no id that cannot be one',
    `ajs_anonymous_id=${'x'.repeat(101)}`,
    '"with space"',
    undefined,
  ],
  ['no broken cookie', 'ajs_anonymous_id=%E0%A4%A', null, undefined],
])('comes from %s', (_, cookie, stored, expected) => {
  expect(storedAnonymousId(browser(cookie, stored))).toBe(expected);
});
