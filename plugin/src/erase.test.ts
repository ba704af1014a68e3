import { eraseAnalyticsStorage } from './erase.ts';

it('erases what Analytics.js stored, and nothing else', () => {
  document.cookie = 'ajs_anonymous_id=a; path=/';
  document.cookie = 'ajs_user_id=u; path=/';
  document.cookie = 'session=shop; path=/';
  localStorage.setItem('ajs_anonymous_id', '"a"');
  localStorage.setItem('ajs_user_traits', '{}');
  localStorage.setItem('persisted-queue:v1:key:dest-Segment.io:items', '[]');
  localStorage.setItem('cart_id', 'c1');

  eraseAnalyticsStorage(window);

  expect(document.cookie).toBe('session=shop');
  expect(Object.keys(localStorage)).toEqual(['cart_id']);
});

it('tries every domain the cookie may have been set on', () => {
  const written: string[] = [];
  const fake = {
    document: {
      get cookie() {
        return 'ajs_anonymous_id=a';
      },
      set cookie(text: string) {
        written.push(text.replace(/; path=\/; max-age=0/, ''));
      },
    },
    location: { hostname: 'www.shop.example' },
    localStorage,
  };
  eraseAnalyticsStorage(fake as unknown as Window);
  expect(written).toEqual([
    'ajs_anonymous_id=',
    'ajs_anonymous_id=; domain=www.shop.example',
    'ajs_anonymous_id=; domain=shop.example',
    'ajs_anonymous_id=; domain=example',
  ]);
});

it('does not mind a browser that forbids storage', () => {
  const fake = {
    document: { cookie: '' },
    location: { hostname: 'shop.example' },
    get localStorage(): Storage {
      throw new DOMException('denied', 'SecurityError');
    },
  };
  expect(() => {
    eraseAnalyticsStorage(fake as unknown as Window);
  }).not.toThrow();
});
