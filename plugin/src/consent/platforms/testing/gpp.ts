import { createPlatform } from '../gpp.ts';
import { click, fail, type Driver, type Stage } from './driver.ts';

type Listener = (event: unknown, isGiven: boolean) => void;

/**
 * `__gpp`, after the specification, https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/blob/main/Core/CMP%20API%20Specification.md,
 * with a ping as https://sourcepoint-public-api.readme.io/reference/ping-1 shows one; test/platforms drives the IAB's own
 * implementation.
 */
export function onGppPage(stage: Stage, past: 'nothing' | 'yes' | 'no') {
  const { window } = stage;
  const optOut = (isOut: boolean) => ({
    usnat: {
      Version: 1,
      SaleOptOutNotice: 1,
      SaleOptOut: isOut ? 1 : 2,
      SharingOptOut: isOut ? 1 : 2,
      TargetedAdvertisingOptOut: isOut ? 1 : 2,
      Gpc: false,
    },
  });
  let pingData: Record<string, unknown> = {
    gppVersion: '1.1',
    cmpStatus: 'loaded',
    cmpDisplayStatus: 'hidden',
    signalStatus: 'ready',
    applicableSections: [7],
    parsedSections: optOut(past === 'no'),
  };
  const listeners = new Map<number, Listener>();
  const tell = (
    change: Record<string, unknown>,
    eventName = 'signalStatus',
  ) => {
    pingData = { ...pingData, ...change };
    listeners.forEach((listener, listenerId) => {
      listener({ eventName, listenerId, pingData }, true);
    });
  };
  window['__gpp'] = (command: string, callback: Listener, id: number) => {
    if (command === 'addEventListener') {
      const listenerId = 1000 + listeners.size;
      listeners.set(listenerId, callback);
      callback({ eventName: 'listenerRegistered', listenerId, pingData }, true);
    }
    if (command === 'removeEventListener') listeners.delete(id);
  };
  return {
    tell,
    optOut,
    listeners,
    shown: () => 0,
    decide(answer: 'yes' | 'no') {
      tell({ signalStatus: 'not ready', cmpDisplayStatus: 'visible' });
      click(stage);
      tell({ parsedSections: optOut(answer === 'no') }, 'sectionChange');
      tell({ signalStatus: 'ready', cmpDisplayStatus: 'hidden' });
    },
  };
}

export const gpp: Driver = {
  createPlatform,
  categories: ['sale', 'targetedAdvertising'],
  keepsTime: false,
  knowsYes: false,
  opens: false,
  start: onGppPage,
  hostile: {
    'a signal that is not ready': (stage) => {
      const { tell, optOut } = onGppPage(stage, 'nothing');
      tell({ signalStatus: 'not ready', parsedSections: optOut(true) });
    },
    'sections that are none': (stage) => {
      const { tell } = onGppPage(stage, 'nothing');
      tell({ parsedSections: { usnat: null } });
      tell({ parsedSections: 7 });
      tell({ parsedSections: { usnat: { SaleOptOut: '1' } } });
    },
    'a function that throws': ({ window }) => {
      window['__gpp'] = fail;
    },
    'something else by its name': ({ window }) => {
      window['__gpp'] = 7;
    },
  },
};
