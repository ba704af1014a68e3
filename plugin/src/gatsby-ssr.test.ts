import { runInNewContext } from 'node:vm';
import { createElement, type ReactElement } from 'react';
import { onPreRenderHTML } from './gatsby-ssr.ts';

/** What is in the head, with these options. */
function head(options: object): ReactElement[] {
  let components: ReactElement[] = [createElement('title', { key: 'title' })];
  onPreRenderHTML(
    {
      getHeadComponents: () => components,
      replaceHeadComponents: (next: ReactElement[]) => {
        components = next;
      },
    } as never,
    options as never,
  );
  return components;
}

it("has Google's tags denied before anything else in the head", () => {
  const [first, ...rest] = head({
    googleConsentMode: { ad_storage: 'marketing' },
  }) as ReactElement<{ dangerouslySetInnerHTML: { __html: string } }>[];
  expect(first?.type).toBe('script');
  expect(rest.map(({ type }) => type)).toEqual(['title']);
  const page: { window?: unknown; dataLayer?: IArguments[] } = {};
  page.window = page;
  runInNewContext(first?.props.dangerouslySetInnerHTML.__html ?? '', page);
  expect(Array.from(page.dataLayer?.[0] ?? [])).toMatchObject([
    'consent',
    'default',
    { ad_storage: 'denied', analytics_storage: 'denied' },
  ]);
});

it('gives the inline script the nonce', () => {
  const [first] = head({
    googleConsentMode: {},
    nonce: '__CSP_NONCE__',
  }) as ReactElement<{ nonce?: string }>[];
  expect(first?.props.nonce).toBe('__CSP_NONCE__');
});

it('leaves the head alone where nobody asked for it', () => {
  expect(head({}).map(({ type }) => type)).toEqual(['title']);
});
