import { isDecided, timeOf, visitors } from './helpers/platform-page.ts';

/** c15t 2.2.1 without a backend; it draws nothing by itself. */
const inRegion = (policy: string) => ({
  platform: 'c15t',
  categories: ['measurement', 'marketing'],
  body: '<button id="all">Accept</button><button id="necessary">Reject</button>',
  script: `
    import { getOrCreateConsentRuntime } from 'c15t';
    const { consentStore } = getOrCreateConsentRuntime({
      mode: 'offline',
      consentCategories: ['necessary', 'measurement', 'marketing'],
      reloadOnConsentRevoked: false,
      ${policy}
      callbacks: {
        onConsentSet: ({ preferences }) => {
          (window.announced ??= []).push(preferences.measurement);
        },
      },
    });
    for (const choice of ['all', 'necessary'])
      document.getElementById(choice).onclick = () => {
        consentStore.getState().saveConsents(choice);
      };
  `,
});
const optIn = inRegion('');
const optOut = inRegion(`
  offlinePolicy: {
    policy: { id: 'us', model: 'opt-out', ui: { mode: 'none' } },
  },
  overrides: { country: 'US', region: 'CA' },
`);
const YES = { measurement: true, marketing: true };
const NO = { measurement: false, marketing: false };

const visit = visitors();

it('is pending until the visitor decides', async () => {
  const { readings, until } = await visit(optIn);
  await until();
  expect((await readings()).filter(isDecided)).toEqual([]);
});

it('is accepted, remembered and withdrawn', async () => {
  const { page, until, openedAt } = await visit(optIn);
  await page.click('#all');
  const first = await until(YES);
  expect(timeOf(first)).toBeGreaterThan(await openedAt());

  await page.reload();
  // It stores a choice twice, the second time a few milliseconds later.
  const later = timeOf(await until(YES)) - timeOf(first);
  expect(later).toBeGreaterThanOrEqual(0);
  expect(later).toBeLessThan(1000);

  await page.click('#necessary');
  expect(timeOf(await until(NO))).toBeGreaterThan(await openedAt());

  await page.reload();
  await until(NO);
});

it('is refused', async () => {
  const { page, until } = await visit(optIn);
  await page.click('#necessary');
  await until(NO);
});

it('is pending where it grants everything by itself, and says where that is', async () => {
  const { page, readings } = await visit(optOut);
  await page.waitForFunction('announced.includes(true)');
  expect((await readings()).filter(isDecided)).toEqual([]);
  expect((await readings()).at(-1)).toMatchObject({ region: 'US-CA' });
});

it('shows its preferences', async () => {
  const { page, until } = await visit(optIn);
  await until();
  await page.evaluate('openPreferences()');
  expect(await page.evaluate('c15tStore.getState().activeUI')).toBe('dialog');
});

it('with a poisoned storage is pending', async () => {
  const { page, readings } = await visit(optIn);
  await page.evaluate(() => {
    localStorage.setItem(
      'c15t',
      '{"consents":{"measurement":true,"marketing":true},"consentInfo":{"time":"soon"}}',
    );
  });
  await page.reload();
  await page.waitForFunction('readings.length > 0');
  expect((await readings()).filter(isDecided)).toEqual([]);
});
