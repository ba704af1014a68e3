import { isDecided, timeOf, visitors } from './helpers/platform-page.ts';

/** vanilla-cookieconsent 3.1.0. It shows nothing to a browser that says it is driven, unless told to. */
const setup = {
  platform: 'vanilla-cookieconsent',
  categories: ['analytics', 'marketing'],
  library: 'vanilla-cookieconsent/dist/cookieconsent.umd.js',
  script: `
    const section = (title, linkedCategory) => ({ title, linkedCategory });
    CookieConsent.run({
      hideFromBots: false,
      categories: {
        necessary: { enabled: true, readOnly: true },
        analytics: {},
        marketing: {},
      },
      language: {
        default: 'en',
        translations: {
          en: {
            consentModal: {
              title: 'Cookies',
              acceptAllBtn: 'Accept',
              acceptNecessaryBtn: 'Reject',
            },
            preferencesModal: {
              title: 'Preferences',
              acceptAllBtn: 'Accept',
              acceptNecessaryBtn: 'Reject',
              sections: [section('Analytics', 'analytics')],
            },
          },
        },
      },
    });
  `,
};
const YES = { analytics: true, marketing: true };
const NO = { analytics: false, marketing: false };

const visit = visitors();

it('is pending until the visitor decides', async () => {
  const { page, readings } = await visit(setup);
  await page.waitForSelector('#cc-main .cm [data-role="all"]');
  expect(await readings()).toEqual([]);
});

it('is accepted, remembered, shown again and withdrawn', async () => {
  const { page, until, openedAt } = await visit(setup);
  await page.click('#cc-main .cm [data-role="all"]');
  const first = await until(YES);
  expect(timeOf(first)).toBeGreaterThan(await openedAt());

  await page.reload();
  expect(timeOf(await until(YES))).toBe(timeOf(first));

  await page.evaluate('openPreferences()');
  await page.click('#cc-main .pm [data-role="necessary"]');
  expect(timeOf(await until(NO))).toBeGreaterThan(await openedAt());

  await page.reload();
  await until(NO);
});

it('is refused', async () => {
  const { page, until } = await visit(setup);
  await page.click('#cc-main .cm [data-role="necessary"]');
  await until(NO);
});

it('is read where it ran before us, its events over', async () => {
  const { page, until, readings } = await visit(setup, 'platform first');
  await page.click('#cc-main .cm [data-role="all"]');
  await until(YES);
  await page.reload();
  await until(YES);
  expect((await readings()).every(isDecided)).toBe(true);
});

it('with a poisoned cookie is pending', async () => {
  const { page, readings } = await visit(setup);
  await page.context().addCookies([
    {
      name: 'cc_cookie',
      value: encodeURIComponent('{"categories":["analytics","marketing"]}'),
      url: 'https://platform.test',
    },
  ]);
  await page.reload();
  await page.waitForSelector('#cc-main .cm [data-role="all"]');
  expect((await readings()).filter(isDecided)).toEqual([]);
});
