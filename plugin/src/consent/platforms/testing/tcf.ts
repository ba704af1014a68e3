import { createPlatform } from '../tcf.ts';
import { fail, type Driver, type Stage } from './driver.ts';

type Listener = (data: unknown, isGiven: boolean) => void;

/**
 * `__tcfapi`, after the specification, https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20CMP%20API%20v2.md#tcdata;
 * test/platforms drives the IAB's own implementation.
 */
export function onTcfPage({ window }: Stage, past: 'nothing' | 'yes' | 'no') {
  const saying = (answer: boolean, eventStatus: string) => ({
    eventStatus,
    cmpStatus: 'loaded',
    gdprApplies: true,
    tcString: 'CQNkYQAQNkYQAAGABCENBXFgAP_gAEPgAAqIKNNd',
    purpose: {
      consents: { 1: answer, 7: answer, 8: answer },
      legitimateInterests: { 7: true, 8: true },
    },
  });
  let data: object =
    past === 'nothing'
      ? { ...saying(false, 'cmpuishown'), tcString: '' }
      : saying(past === 'yes', 'tcloaded');
  const listeners = new Map<number, Listener>();
  let shown = 0;
  window['__tcfapi'] = (
    command: string,
    _: number,
    callback: Listener,
    id: number,
  ) => {
    if (command === 'addEventListener') {
      const listenerId = listeners.size;
      listeners.set(listenerId, callback);
      callback({ ...data, listenerId }, true);
    }
    if (command === 'removeEventListener') listeners.delete(id);
    if (command === 'displayConsentUi') shown += 1;
  };
  const tell = (next: object | null, isGiven = true) => {
    if (next) data = next;
    listeners.forEach((listener, listenerId) => {
      listener(next && { ...next, listenerId }, isGiven);
    });
  };
  return {
    tell,
    saying,
    listeners,
    shown: () => shown,
    decide(answer: 'yes' | 'no') {
      // Shown again, with what was said before.
      tell({ ...data, eventStatus: 'cmpuishown' });
      tell(saying(answer === 'yes', 'useractioncomplete'));
    },
  };
}

export const tcf: Driver = {
  createPlatform,
  categories: ['purpose7', 'purpose8'],
  keepsTime: false,
  start: onTcfPage,
  hostile: {
    'a yes while the visitor is being asked': (stage) => {
      const { tell, saying } = onTcfPage(stage, 'nothing');
      tell(saying(true, 'cmpuishown'));
    },
    'no TC string': (stage) => {
      const { tell, saying } = onTcfPage(stage, 'nothing');
      tell({ ...saying(true, 'tcloaded'), tcString: '' });
    },
    'no GDPR': (stage) => {
      const { tell, saying } = onTcfPage(stage, 'nothing');
      tell({ ...saying(true, 'tcloaded'), gdprApplies: false });
    },
    'data that are none': (stage) => {
      const { tell, saying } = onTcfPage(stage, 'nothing');
      tell(null, false);
      tell({ ...saying(true, 'tcloaded'), purpose: null });
      tell({ ...saying(true, 'tcloaded'), tcString: 7 });
    },
    'a function that throws': ({ window }) => {
      window['__tcfapi'] = fail;
    },
    'something else by its name': ({ window }) => {
      window['__tcfapi'] = 7;
    },
  },
};
