import type { GatsbySSR } from 'gatsby';
import { createElement } from 'react';
import { defaultScript } from './consent/google-consent-mode.ts';
import type { BrowserOptions } from './options.ts';

/** Google's tags must be told that nothing is granted before any of them runs: first thing in the head. */
export const onPreRenderHTML: NonNullable<GatsbySSR['onPreRenderHTML']> = (
  { getHeadComponents, replaceHeadComponents },
  options,
) => {
  const { googleConsentMode, nonce } = options as unknown as BrowserOptions;
  if (!googleConsentMode) return;
  replaceHeadComponents([
    createElement('script', {
      key: 'storefront-google-consent-mode',
      ...(nonce !== undefined && { nonce }),
      dangerouslySetInnerHTML: { __html: defaultScript() },
    }),
    ...getHeadComponents(),
  ]);
};
