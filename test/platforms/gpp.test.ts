import { isDecided, timeOf, visitors } from './helpers/platform-page.ts';

/**
 * The IAB's own implementation of `__gpp` (@iabgpp/cmpapi 3.2.0), with the least of a consent platform around it: two
 * buttons, and the GPP string in localStorage.
 */
const setup = {
  platform: 'gpp',
  categories: ['sale', 'sharing', 'targetedAdvertising'],
  body: `
    <button id="ask">Your privacy choices</button>
    <button id="out">Opt out of sale and sharing</button><button id="in">Opt in</button>
    <script>
      // The stub: it keeps what comes before the implementation, which asks for it.
      (function () {
        var queue = [], events = [], last = 0;
        var ping = { gppVersion: '1.1', cmpStatus: 'stub', signalStatus: 'not ready', applicableSections: [], parsedSections: {} };
        window.__gpp = function (command, callback) {
          if (!arguments.length) return queue;
          if (command === 'events') return events;
          if (command === 'addEventListener') {
            last += 1;
            events.push({ id: last, callback: callback, parameter: arguments[2] });
            callback({ eventName: 'listenerRegistered', listenerId: last, data: true, pingData: ping }, true);
          }
        };
      })();
    </script>`,
  script: `
    import { CmpApi } from '@iabgpp/cmpapi';
    const cmp = new CmpApi(2, 1);
    const say = (field, isOut) => cmp.setFieldValue('usnat', field, isOut ? 1 : 2);
    cmp.setApplicableSections([7]);
    const kept = localStorage.getItem('gpp');
    if (kept) cmp.setGppString(kept);
    else for (const field of ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut']) say(field, false);
    cmp.setCmpStatus('loaded');
    cmp.setSignalStatus('ready');
    document.getElementById('ask').onclick = () => {
      cmp.setSignalStatus('not ready');
      cmp.setCmpDisplayStatus('visible');
    };
    for (const id of ['out', 'in'])
      document.getElementById(id).onclick = () => {
        say('SaleOptOut', id === 'out');
        say('SharingOptOut', id === 'out');
        localStorage.setItem('gpp', cmp.getGppString());
        cmp.fireSectionChange('usnat');
        cmp.setCmpDisplayStatus('hidden');
        cmp.setSignalStatus('ready');
      };
  `,
};
const OUT = { sale: false, sharing: false };

const visit = visitors();

it('is pending until the visitor objects', async () => {
  const { readings, until } = await visit(setup);
  await until();
  expect((await readings()).filter(isDecided)).toEqual([]);
});

it('tells an objection, remembers it, and forgets it when it is taken back', async () => {
  const { page, until, openedAt } = await visit(setup);
  await until();
  await page.click('#ask');
  await page.click('#out');
  // What was not objected to is left out.
  expect(timeOf(await until(OUT))).toBeGreaterThan(await openedAt());

  await page.reload();
  expect(timeOf(await until(OUT))).toBeNaN();

  await page.click('#ask');
  await page.click('#in');
  await until();

  await page.reload();
  await until();
});

it('says nothing while the visitor is being asked again', async () => {
  const { page, until, readings } = await visit(setup);
  await page.click('#out');
  await until(OUT);
  const before = (await readings()).length;
  await page.click('#ask');
  expect((await readings()).slice(before)).toEqual([]);
});

it('is heard where it was there before us, and not once stopped', async () => {
  const { page, until, readings } = await visit(setup, 'platform first');
  await page.click('#out');
  await until(OUT);
  await page.reload();
  await until(OUT);
  await page.evaluate('stopWatching()');
  const before = (await readings()).length;
  await page.click('#in');
  expect((await readings()).slice(before)).toEqual([]);
});
