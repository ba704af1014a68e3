import axe from 'axe-core';
import type { Inspection } from '../inspection.ts';
import { UNDECIDED, type Visitor } from '../consent/consent.ts';
import { createEventLog } from './event-log.ts';
import { TAG } from './panel.ts';
import { showDeveloperView } from './show.ts';

/** A shop that develops: what it says, and the view of it. */
function open() {
  const state: { visitor: Visitor; inspection: Inspection } = {
    visitor: UNDECIDED,
    inspection: {
      phase: 'waiting',
      reason: undefined,
      held: 0,
      sent: 0,
      dropped: {},
    },
  };
  const listeners = new Set<() => void>();
  const log = createEventLog();
  const remove = showDeveloperView(
    window,
    {
      visitor: () => state.visitor,
      inspect: () => state.inspection,
      onVisitorChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    log,
  );
  const root = document.querySelector(TAG)?.shadowRoot;
  const find = (selector: string): HTMLElement => {
    const found = root?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    return found;
  };
  return {
    state,
    log,
    listeners,
    remove,
    button: find('button'),
    panel: find('#panel'),
    find,
    track: (...paths: string[]) => {
      log.add({
        content: { type: 'track', event: '<b>Viewed</b>', properties: {} },
        at: new Date(),
        path: '/',
        violations: paths.map((path) => ({
          severity: 'flag',
          event: 'Viewed',
          path,
          expected: 'a number',
          received: 'missing',
          docs: 'https://segment.com/docs/',
        })),
      });
    },
  };
}

type Opened = ReturnType<typeof open>;
let view: Opened;

beforeEach(() => {
  jest.useFakeTimers();
  document.documentElement.lang = 'en';
  document.title = 'Shop';
  view = open();
});

afterEach(() => {
  view.remove();
  jest.useRealTimers();
});

const key = (name: string) => {
  view.panel.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true }),
  );
};

describe('the developer view', () => {
  it('is a closed button, and keeps to itself in a shadow root', () => {
    expect(view.panel.hidden).toBe(true);
    expect(view.button.getAttribute('aria-expanded')).toBe('false');
    expect(document.querySelectorAll('body > *')).toHaveLength(1);
    expect(document.querySelectorAll('style')).toHaveLength(0);
  });

  it('opens, closes by Escape and gives the focus back', () => {
    view.button.click();
    expect(view.panel.hidden).toBe(false);
    expect(view.button.getAttribute('aria-expanded')).toBe('true');
    key('a');
    expect(view.panel.hidden).toBe(false);
    view.panel.focus();
    key('Escape');
    expect(view.panel.hidden).toBe(true);
    expect(document.querySelector(TAG)?.shadowRoot?.activeElement).toBe(
      view.button,
    );
  });

  it('counts violations on the button, and names them in the panel, as text', () => {
    view.track('price');
    expect(view.button.textContent).toBe('Storefront Events: 1 violation');
    view.track('a', 'b');
    expect(view.button.textContent).toBe('Storefront Events: 3 violations');
    view.button.click();
    expect(view.panel.textContent).toContain('<b>Viewed</b>');
    expect(view.panel.textContent).toContain(
      'price should be a number, but is missing',
    );
    expect(view.panel.querySelector('b')).toBeNull();
  });

  it('follows the visitor, and the gate while it is open', () => {
    view.button.click();
    view.state.visitor = { ...UNDECIDED, region: 'DE' };
    view.listeners.forEach((listener) => {
      listener();
    });
    expect(view.panel.textContent).toContain('DE');
    view.state.inspection = { ...view.state.inspection, phase: 'open' };
    jest.advanceTimersByTime(500);
    expect(view.panel.textContent).toContain('Phaseopen');
    const [list] = view.panel.querySelectorAll('dl');
    jest.advanceTimersByTime(500);
    // Nothing has changed: what a developer has selected stays.
    expect(view.find('dl')).toBe(list);
  });

  it('looks at nothing while it is closed, and leaves nothing behind', () => {
    view.button.click();
    view.button.click();
    expect(jest.getTimerCount()).toBe(0);
    view.button.click();
    view.remove();
    expect(jest.getTimerCount()).toBe(0);
    expect(view.listeners.size).toBe(0);
    expect(document.querySelector(TAG)).toBeNull();
  });

  it('has nothing that axe finds wrong, closed or open', async () => {
    jest.useRealTimers();
    const wrong = async () => {
      const { violations } = await axe.run(document.body, {
        // Needs a layout, which jsdom has not.
        rules: { 'color-contrast': { enabled: false } },
      });
      return violations.map(({ id }) => id);
    };
    expect(await wrong()).toEqual([]);
    view.track('price');
    view.button.click();
    expect(await wrong()).toEqual([]);
  });

  it('moves only for those who have not asked for less motion', () => {
    const [before = '', after = ''] = view
      .find('style')
      .innerHTML.split('@media (prefers-reduced-motion: no-preference)');
    expect(before).not.toMatch(/animation|transition/);
    expect(after).toContain('animation');
  });
});
