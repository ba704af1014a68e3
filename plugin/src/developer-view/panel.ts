import { elementsOf, type MakeElement } from './elements.ts';
import { STYLE } from './style.ts';
import type { EventRow, View } from './view.ts';

/** A button in the corner, and the panel it opens. */
export interface Panel {
  readonly show: (view: View) => void;
  readonly isOpen: () => boolean;
  readonly remove: () => void;
}

/** Its element. Nothing of a production build contains this name, and a test holds it. */
export const TAG = 'storefront-developer-view';

/** Puts the panel into the page, closed. */
export function createPanel(
  document: Document,
  onToggle: (open: boolean) => void,
): Panel {
  const make = elementsOf(document);
  const label = make('span', {}, 'Storefront Events');
  const button = make(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'panel' },
    label,
  );
  // It scrolls, so a keyboard has to reach it.
  const panel = make('div', {
    id: 'panel',
    role: 'group',
    'aria-label': 'What happens to events on this page',
    tabindex: '0',
    hidden: '',
  });
  const aside = make(
    'aside',
    { 'aria-label': 'Storefront Events, developer view' },
    button,
    panel,
  );
  const setOpen = (open: boolean) => {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    onToggle(open);
  };
  button.addEventListener('click', () => {
    setOpen(panel.hidden);
  });
  aside.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || panel.hidden) return;
    setOpen(false);
    button.focus();
  });
  const host = document.createElement(TAG);
  host.attachShadow({ mode: 'open' }).append(make('style', {}, STYLE), aside);
  document.body.append(host);
  return {
    show(view) {
      label.replaceChildren(...title(make, view));
      if (!panel.hidden) panel.replaceChildren(...content(make, view));
    },
    isOpen: () => !panel.hidden,
    remove() {
      host.remove();
    },
  };
}

function title(make: MakeElement, { violations }: View): (Element | string)[] {
  return violations === 0
    ? ['Storefront Events']
    : [
        'Storefront Events: ',
        make(
          'span',
          { class: 'wrong' },
          violations === 1 ? '1 violation' : `${String(violations)} violations`,
        ),
      ];
}

function content(make: MakeElement, view: View): Element[] {
  return [
    make('h2', {}, 'Consent'),
    list(make, view.consent),
    make('h3', {}, 'Gate'),
    list(make, view.gate),
    make('h3', {}, 'Last events'),
    view.events.length === 0
      ? make('p', {}, 'None yet.')
      : table(make, view.events),
  ];
}

function list(
  make: MakeElement,
  facts: readonly (readonly [string, string])[],
): Element {
  return make(
    'dl',
    {},
    ...facts.flatMap(([label, value]) => [
      make('dt', {}, label),
      make('dd', {}, value),
    ]),
  );
}

function table(make: MakeElement, events: readonly EventRow[]): Element {
  const head = ['Time', 'Event'].map((text) =>
    make('th', { scope: 'col' }, text),
  );
  const rows = events.map(({ time, name, violations }) =>
    make(
      'tr',
      {},
      make('td', {}, time),
      make('td', {}, name, ...wrong(make, violations)),
    ),
  );
  return make(
    'table',
    {},
    make('thead', {}, make('tr', {}, ...head)),
    make('tbody', {}, ...rows),
  );
}

function wrong(make: MakeElement, violations: readonly string[]): Element[] {
  return violations.length === 0
    ? []
    : [
        make(
          'ul',
          { class: 'wrong' },
          ...violations.map((violation) => make('li', {}, violation)),
        ),
      ];
}
