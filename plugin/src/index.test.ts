import * as index from './index.ts';

it('exports what sites build on', () => {
  expect(Object.keys(index).sort()).toEqual([
    'ProductList',
    'getStorefront',
    'onConsentChange',
    'useCartAttributes',
    'useConsent',
    'useProductClicked',
    'useProductViewed',
    'usePromotionViewed',
    'useTrack',
    'useVisitor',
  ]);
});

it('is closed where Gatsby has not started it, as on the server', async () => {
  const storefront = index.getStorefront();
  storefront.track('Product Viewed', {
    name: 'Sencha',
    product_id: '1',
    sku: 'A',
    price: 1,
    quantity: 1,
    currency: 'EUR',
  });
  await storefront.flush(0);
  expect(storefront.visitor()).toMatchObject({
    consent: { status: 'unknown' },
    anonymousId: undefined,
  });
  expect(storefront.inspect()).toMatchObject({
    sent: 0,
    held: 0,
    phase: 'waiting',
    reason: 'The plugin has not started.',
  });
});
