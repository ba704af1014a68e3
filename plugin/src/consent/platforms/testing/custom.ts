import type { PlatformReading } from '../../platform.ts';
import { createPlatform } from '../custom.ts';
import { fail, type Driver, type Stage } from './driver.ts';

/** A platform of the site's own, as docs/platforms.md shows one. */
function onOwnPage({ window, now, past: time }: Stage, past: string) {
  const listeners = new Set<() => void>();
  let shown = 0;
  const saying = (answer: boolean, at: string): PlatformReading => ({
    status: 'decided',
    categoryPreferences: { analytics: answer, marketing: answer },
    decidedAt: at,
  });
  let reading: unknown =
    past === 'nothing' ? { status: 'pending' } : saying(past === 'yes', time);
  const tell = () => {
    listeners.forEach((listener) => {
      listener();
    });
  };
  window['own'] = {
    read: () => reading,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: () => {
      shown += 1;
    },
  };
  return {
    shown: () => shown,
    say: (next: unknown) => {
      reading = next;
      tell();
    },
    decide(answer: 'yes' | 'no') {
      reading = saying(answer === 'yes', now().toISOString());
      tell();
    },
  };
}

export const custom: Driver = {
  createPlatform,
  categories: ['analytics', 'marketing'],
  keepsTime: true,
  isThereFirst: true,
  start: onOwnPage,
  hostile: {
    'readings that are none': (stage) => {
      const { say } = onOwnPage(stage, 'nothing');
      [undefined, 7, {}, { status: 'decided' }].forEach(say);
    },
    'functions that throw': ({ window }) => {
      window['own'] = { read: fail, subscribe: fail, open: fail };
    },
    'no functions': ({ window }) => {
      window['own'] = {};
    },
  },
};
