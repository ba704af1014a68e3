import type { Storefront } from '../storefront-api.ts';
import type { EventLog } from './event-log.ts';
import { createPanel } from './panel.ts';
import { viewOf } from './view.ts';

/** How often an open panel looks again: what the gate does is announced nowhere. In milliseconds. */
const REFRESH_MS = 500;

/**
 * Shows the developer view: consent, the gate and the last events of this page. It stores nothing.
 *
 * @returns how to take it away
 */
export function showDeveloperView(
  window: Window,
  storefront: Pick<Storefront, 'visitor' | 'onVisitorChange' | 'inspect'>,
  log: EventLog,
): () => void {
  let shown = '';
  let timer: number | undefined;
  const panel = createPanel(window.document, (open) => {
    window.clearInterval(timer);
    if (open) timer = window.setInterval(refresh, REFRESH_MS);
    refresh();
  });
  function refresh(): void {
    const view = viewOf(storefront.visitor(), storefront.inspect(), log);
    // What has not changed stays, so that text can be selected.
    const key = JSON.stringify([view, panel.isOpen()]);
    if (key === shown) return;
    shown = key;
    panel.show(view);
  }
  log.subscribe(refresh);
  const stop = storefront.onVisitorChange(refresh);
  refresh();
  return () => {
    window.clearInterval(timer);
    stop();
    panel.remove();
  };
}
