import { createPlatform } from '../onetrust.ts';
import { fail, type Driver, type Stage } from './driver.ts';

/**
 * The globals and events of a page with OneTrust's script, opt-in.
 *
 * `OnetrustActiveGroups`: https://my.onetrust.com/articles/en_US/Knowledge/UUID-66bcaaf1-c7ca-5f32-6760-c75a1337c226
 * Events: https://developer.onetrust.com/onetrust/docs/javascript-events-guide
 * `IsAlertBoxClosed`, `GetDomainData().Groups`: as Segment's wrapper uses them, https://github.com/segmentio/analytics-next/blob/master/packages/consent/consent-wrapper-onetrust/src/lib/onetrust-api.ts
 * `OptanonAlertBoxClosed`: the time of the choice as a cookie, https://my.onetrust.com/s/article/UUID-2dc719a8-4be5-8d16-1dc8-c7b4147b88e0
 */
export function onOneTrustPage(
  { window, now, past: time }: Stage,
  past: 'nothing' | 'yes' | 'no',
  defaults = 'inactive',
) {
  let shown = 0;
  let isClosed = past !== 'nothing';
  let closedAt = isClosed ? time : '';
  const groupsFor = (answer: boolean) =>
    answer ? ',C0001,C0002,C0004,' : ',C0001,';
  const oneTrust = {
    IsAlertBoxClosed: () => isClosed,
    GetDomainData: () => ({
      ShowAlertNotice: true,
      ConsentModel: { Name: defaults === 'inactive' ? 'opt-in' : 'opt-out' },
      Groups: [
        { CustomGroupId: 'C0001', Status: 'always active' },
        { CustomGroupId: 'C0002', Status: defaults },
        { CustomGroupId: 'C0004', Status: defaults },
      ],
    }),
    getGeolocationData: () => ({ country: 'US', state: 'CA' }),
    ToggleInfoDisplay: () => {
      shown += 1;
    },
  };
  Object.defineProperty(window.document, 'cookie', {
    configurable: true,
    get: () =>
      isClosed
        ? `OptanonConsent=version=202511; OptanonAlertBoxClosed=${closedAt}`
        : 'OptanonConsent=version=202511',
  });
  const announce = () => {
    const groups = String(window['OnetrustActiveGroups']);
    window.dispatchEvent(
      new CustomEvent('OneTrustGroupsUpdated', {
        detail: groups.split(',').filter(Boolean),
      }),
    );
  };
  window['OneTrust'] = oneTrust;
  window['OnetrustActiveGroups'] = groupsFor(
    past === 'yes' || (past === 'nothing' && defaults === 'active'),
  );
  announce();
  return {
    oneTrust,
    announce,
    shown: () => shown,
    decide: (answer: 'yes' | 'no') => {
      isClosed = true;
      closedAt = now().toISOString();
      window['OnetrustActiveGroups'] = groupsFor(answer === 'yes');
      announce();
    },
  };
}

export const onetrust: Driver = {
  createPlatform,
  categories: ['C0002', 'C0004'],
  keepsTime: true,
  region: 'US-CA',
  start: onOneTrustPage,
  hostile: {
    'groups that are a list': (stage) => {
      put(stage, { groups: ['C0002', 'C0004'] });
    },
    'a cookie that holds no time': (stage) => {
      onOneTrustPage({ ...stage, past: 'true' }, 'yes');
    },
    'closed that is text': (stage) => {
      put(stage, { IsAlertBoxClosed: () => 'true' });
    },
    'a function that throws': (stage) => {
      put(stage, { IsAlertBoxClosed: fail });
    },
    'an element by its name': ({ window }) => {
      window['OneTrust'] = window.document.createElement('div');
      window['OnetrustActiveGroups'] = ',C0002,C0004,';
    },
  },
};

/** A page with something of OneTrust's replaced, and the event that makes others look at it. */
function put(
  stage: Stage,
  { groups = ',C0002,C0004,', ...change }: Record<string, unknown>,
) {
  const { oneTrust, announce } = onOneTrustPage(stage, 'nothing');
  Object.assign(oneTrust, { IsAlertBoxClosed: () => true }, change);
  stage.window['OnetrustActiveGroups'] = groups;
  announce();
}
