import type { GatsbySSR } from 'gatsby';
import * as React from 'react';

export { wrapPageElement } from './src/components/wrap-page-element';

export const onRenderBody: GatsbySSR['onRenderBody'] = ({
  setHeadComponents,
  setHtmlAttributes,
}) => {
  setHtmlAttributes({ lang: 'en' });
  setHeadComponents([<link key="icon" rel="icon" href="/favicon.svg" />]);
};
