import {
  isDecided,
  timeOf,
  visitors,
  type Visit,
} from './helpers/platform-page.ts';

/**
 * The IAB's own implementation of `__tcfapi` (@iabtcf/cmpapi 1.5.6), with the least of a consent platform around it:
 * two buttons, and the TC string in localStorage.
 */
const setup = {
  platform: 'tcf',
  categories: ['purpose1', 'purpose7'],
  body: `
    <button id="yes">Accept</button><button id="no">Reject</button><button id="ask">Ask</button>
    <script>
      // The stub: it queues what comes before the implementation.
      (function () {
        var queue = [];
        window.__tcfapi = function () {
          if (!arguments.length) return queue;
          queue.push(Array.prototype.slice.call(arguments));
        };
      })();
    </script>`,
  script: `
    import { CmpApi } from '@iabtcf/cmpapi';
    import { GVL, TCModel, TCString } from '@iabtcf/core';
    const cmp = new CmpApi(2, 1, true);
    const vendors = new GVL({
      gvlSpecificationVersion: 3, vendorListVersion: 100, tcfPolicyVersion: 5,
      lastUpdated: '2026-01-01T00:00:00Z', purposes: {}, specialPurposes: {},
      features: {}, specialFeatures: {}, stacks: {}, dataCategories: {}, vendors: {},
    });
    const encode = (isYes) => {
      const model = new TCModel(vendors);
      Object.assign(model, {
        cmpId: 2, cmpVersion: 1, consentScreen: 1, consentLanguage: 'EN',
        publisherCountryCode: 'DE', isServiceSpecific: true,
      });
      // Claimed without consent, whatever is said.
      model.purposeLegitimateInterests.set([7]);
      if (isYes) model.purposeConsents.set([1, 7]);
      return TCString.encode(model);
    };
    const kept = localStorage.getItem('tc');
    const where = localStorage.getItem('where');
    if (where === 'elsewhere') cmp.update(null);
    else if (kept) cmp.update(kept, false);
    else cmp.update('', true);
    for (const id of ['yes', 'no'])
      document.getElementById(id).onclick = () => {
        const string = encode(id === 'yes');
        localStorage.setItem('tc', string);
        cmp.update(string, false);
      };
    document.getElementById('ask').onclick = () => {
      cmp.update(localStorage.getItem('tc') ?? '', true);
    };
    __tcfapi('addEventListener', 2, ({ eventStatus }) => {
      (window.statuses ??= []).push(eventStatus);
    });
  `,
};
const YES = { purpose1: true, purpose7: true };
const NO = { purpose1: false, purpose7: false };

const visit = visitors();
const statuses = ({ page }: Visit) => page.evaluate('statuses');

it('is pending while the visitor is being asked', async () => {
  const visited = await visit(setup);
  await visited.loaded();
  expect(await statuses(visited)).toEqual(['cmpuishown']);
  expect(await visited.readings()).toEqual([]);
});

it('is accepted, remembered, asked again and withdrawn', async () => {
  const visited = await visit(setup);
  const { page, until, openedAt, readings } = visited;
  await page.click('#yes');
  expect(timeOf(await until(YES))).toBeGreaterThan(await openedAt());

  await page.reload();
  expect(timeOf(await until(YES))).toBeNaN();
  expect(await statuses(visited)).toEqual(['tcloaded']);

  const before = (await readings()).length;
  await page.click('#ask');
  expect((await readings()).slice(before)).toEqual([]);
  await page.click('#no');
  expect(timeOf(await until(NO))).toBeGreaterThan(await openedAt());

  await page.reload();
  await until(NO);
});

it('is refused, whatever is claimed as legitimate interest', async () => {
  const { page, until } = await visit(setup);
  await page.click('#no');
  await until(NO);
});

it('is pending where the GDPR does not apply: nobody was asked', async () => {
  const { page, until } = await visit(setup);
  await page.evaluate(() => {
    localStorage.setItem('where', 'elsewhere');
  });
  await page.reload();
  await until();
});

it('is heard where it was there before us', async () => {
  const { page, until, readings } = await visit(setup, 'platform first');
  await page.click('#yes');
  await until(YES);
  await page.reload();
  await until(YES);
  expect((await readings()).every(isDecided)).toBe(true);
});

it('is not heard any more once stopped', async () => {
  const { page, loaded, readings } = await visit(setup);
  await loaded();
  await page.evaluate('stopWatching()');
  await page.click('#yes');
  expect(await readings()).toEqual([]);
});
