import { isDecided, timeOf, visitors } from './helpers/platform-page.ts';

/** Klaro 0.7.22, by its script tag: the configuration is a global that is there before. */
const setup = {
  platform: 'klaro',
  categories: ['analytics', 'meta'],
  library: 'klaro/dist/klaro.js',
  body: `<script>
    var called = [];
    var klaroConfig = {
      version: 1,
      mustConsent: false,
      acceptAll: true,
      translations: { zz: { privacyPolicyUrl: '/privacy' } },
      services: [
        { name: 'segment', title: 'Segment', purposes: ['analytics'],
          callback: function (consent) { called.push(consent); } },
        { name: 'meta', title: 'Meta', purposes: ['marketing'] },
      ],
    };
  </script>`,
  script: '',
};
const YES = { analytics: true, meta: true };
const NO = { analytics: false, meta: false };
const ACCEPT = '#klaro .cm-btn-success';
const REJECT = '#klaro .cn-decline';

const visit = visitors();

it('is pending until the visitor decides, though a service was told "false"', async () => {
  const { page, readings, until } = await visit(setup);
  await page.waitForSelector(ACCEPT);
  await until();
  expect(await page.evaluate('called')).toEqual([false]);
  expect((await readings()).filter(isDecided)).toEqual([]);
});

it('is accepted, remembered, shown again and withdrawn', async () => {
  const { page, until, openedAt } = await visit(setup);
  await page.click(ACCEPT);
  expect(timeOf(await until(YES))).toBeGreaterThan(await openedAt());

  await page.reload();
  // Klaro does not keep when.
  expect(timeOf(await until(YES))).toBeNaN();

  await page.evaluate('openPreferences()');
  for (const purpose of ['analytics', 'marketing'])
    await page.click(`label[for="purpose-item-${purpose}"]`);
  await page.click('#klaro .cm-btn-accept');
  expect(timeOf(await until(NO))).toBeGreaterThan(await openedAt());

  await page.reload();
  await until(NO);
});

it('is refused', async () => {
  const { page, until } = await visit(setup);
  await page.click(REJECT);
  await until(NO);
});

it('is told of switches only when they are saved', async () => {
  const { page, until, readings } = await visit(setup);
  await page.click(ACCEPT);
  await until(YES);
  const before = (await readings()).length;
  await page.evaluate("klaro.getManager().updateConsent('meta', false)");
  expect((await readings()).slice(before)).toEqual([]);
  await page.evaluate('klaro.getManager().saveAndApplyConsents()');
  await until({ analytics: true, meta: false });
});

it('is pending again once reset', async () => {
  const { page, until } = await visit(setup);
  await page.click(ACCEPT);
  await until(YES);
  await page.evaluate('klaro.getManager().resetConsents()');
  await until();
});

it('is found where it was rendered before us', async () => {
  const { page, until } = await visit(setup, 'platform first');
  await page.click(ACCEPT);
  await until(YES);
  await page.reload();
  await until(YES);
});

it('with a poisoned cookie is pending', async () => {
  const { page, readings } = await visit(setup);
  await page
    .context()
    .addCookies([
      { name: 'klaro', value: 'true', url: 'https://platform.test' },
    ]);
  await page.reload();
  await page.waitForLoadState('networkidle');
  expect((await readings()).filter(isDecided)).toEqual([]);
});
