import { webcrypto } from 'node:crypto';
import { TextEncoder } from 'node:util';
import { act, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import {
  onConsentChange,
  type ConsentState,
} from '../consent/consent-state.ts';
import { MEMORY_KEY } from '../consent/memory-key.ts';
import { getStorefront, startStorefront } from '../instance.ts';
import type { BrowserOptions } from '../options.ts';
import { useConsent } from './use-consent.ts';

Object.defineProperty(window, 'crypto', { value: webcrypto });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, TextEncoder });

const options: BrowserOptions = {
  writeKey: 'key',
  consent: { platform: 'klaro', categories: ['analytics', 'marketing'] },
};

function Status() {
  const { status, categories, gpc, model, policyVersion } = useConsent();
  return (
    <p>{[status, categories['marketing'], gpc, model, policyVersion].join()}</p>
  );
}

/** Grants as another tab does, and resolves when this one has followed. */
function grantElsewhere(): Promise<ConsentState> {
  const followed = new Promise<ConsentState>((resolve) => {
    const stop = onConsentChange((state) => {
      stop();
      resolve(state);
    });
  });
  localStorage.setItem(
    MEMORY_KEY,
    JSON.stringify({
      categories: { analytics: true, marketing: false },
      at: new Date().toISOString(),
      policy: '1',
      id: 'visitor-1',
    }),
  );
  window.dispatchEvent(new StorageEvent('storage', { key: MEMORY_KEY }));
  return followed;
}

it('shows the choice and follows it, under StrictMode too; on the server everything is closed', async () => {
  const { renderToString } = await import('react-dom/server');
  expect(renderToString(<Status />)).toBe('<p>unknown,,absent,opt-in,</p>');

  // Gatsby's hooks call it again and again: it is one storefront.
  expect(startStorefront(options, {})).toBe(startStorefront(options, {}));
  const place = document.createElement('div');
  const root = createRoot(place);
  act(() => {
    root.render(
      <StrictMode>
        <Status />
      </StrictMode>,
    );
  });
  expect(place.textContent).toBe('unknown,,absent,opt-in,');
  let state: ConsentState | undefined;
  await act(async () => {
    state = await grantElsewhere();
  });
  expect(place.textContent).toBe('granted,false,absent,opt-in,1');
  expect(state).toMatchObject({
    status: 'granted',
    jurisdiction: undefined,
    expiresAt: expect.stringMatching(/^\d{4}-/) as string,
  });
  expect(getStorefront().visitor().anonymousId).toBe('visitor-1');
  act(() => {
    root.unmount();
  });
});
