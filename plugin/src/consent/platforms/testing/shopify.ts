import { createPlatform } from '../shopify.ts';
import { click, fail, type Driver, type Stage } from './driver.ts';

/**
 * The global of a page with Shopify's consent-tracking API, headless, and its event on the document:
 * https://shopify.dev/docs/api/customer-privacy, https://shopify.dev/docs/api/hydrogen/latest/hooks/usecustomerprivacy
 */
export function onShopifyPage(stage: Stage, past: 'nothing' | 'yes' | 'no') {
  const { window } = stage;
  const saying = (answer: string) => ({
    analytics: answer,
    marketing: answer,
    preferences: answer,
    sale_of_data: answer,
  });
  let said: Record<string, unknown> = saying(past === 'nothing' ? '' : past);
  let shown = 0;
  const privacy = {
    currentVisitorConsent: () => said,
    // They mix in the shop's settings and the region.
    analyticsProcessingAllowed: () => true,
    marketingAllowed: () => true,
    getRegion: () => 'USCA',
  };
  window['Shopify'] = { customerPrivacy: privacy };
  window['privacyBanner'] = {
    showPreferences: () => {
      shown += 1;
    },
  };
  const raise = () =>
    window.document.dispatchEvent(
      new CustomEvent('visitorConsentCollected', {
        detail: { analyticsAllowed: true, marketingAllowed: true },
      }),
    );
  return {
    privacy,
    raise,
    shown: () => shown,
    say: (next: Record<string, unknown>) => {
      said = next;
      raise();
    },
    decide(answer: 'yes' | 'no') {
      click(stage);
      said = saying(answer);
      raise();
    },
  };
}

export const shopify: Driver = {
  createPlatform,
  categories: ['analytics', 'marketing'],
  keepsTime: false,
  region: 'US-CA',
  start: onShopifyPage,
  hostile: {
    'an event without a choice': (stage) => {
      onShopifyPage(stage, 'nothing').raise();
    },
    'answers that are none': (stage) => {
      onShopifyPage(stage, 'nothing').say({
        analytics: true,
        marketing: 'YES',
      });
    },
    'no answers at all': (stage) => {
      onShopifyPage(stage, 'nothing').say(undefined as never);
    },
    'a function that throws': (stage) => {
      onShopifyPage(stage, 'yes').privacy.currentVisitorConsent = fail;
    },
    'something else by its name': ({ window }) => {
      window['Shopify'] = { customerPrivacy: 7 };
    },
  },
};
