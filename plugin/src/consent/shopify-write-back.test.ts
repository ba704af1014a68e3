import { writeToShopify, type ShopifyMapping } from './shopify-write-back.ts';

const storefront = {
  checkoutRootDomain: 'checkout.shop.test',
  storefrontRootDomain: 'shop.test',
  storefrontAccessToken: 'public-token',
};
const mapping: ShopifyMapping = {
  analytics: 'statistics',
  marketing: 'ads',
  sale_of_data: 'ads',
  preferences: 'comfort',
};
const nothing = {
  analytics: '',
  marketing: '',
  preferences: '',
  sale_of_data: '',
};

/** Shopify's API, as https://shopify.dev/docs/api/customer-privacy has it. */
function shopify(said: Record<string, string>, error?: string) {
  const calls: unknown[] = [];
  return {
    calls,
    Shopify: {
      customerPrivacy: {
        currentVisitorConsent: () => said,
        setTrackingConsent: (
          consent: unknown,
          callback: (result?: { error?: string }) => void,
        ) => {
          calls.push(consent);
          callback(error === undefined ? undefined : { error });
        },
      },
    },
  };
}

function pageOf(globals: object): Window {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  return Object.assign(frame.contentWindow as Window, globals);
}

it('hands over what was answered, with what a headless storefront needs', () => {
  const { calls, Shopify } = shopify(nothing);
  writeToShopify(pageOf({ Shopify }), storefront, mapping, {
    statistics: true,
    ads: false,
  });
  expect(calls).toEqual([
    {
      analytics: true,
      marketing: false,
      sale_of_data: false,
      headlessStorefront: true,
      ...storefront,
    },
  ]);
});

it('does not repeat what Shopify knows', () => {
  const { calls, Shopify } = shopify({ ...nothing, analytics: 'yes' });
  const page = pageOf({ Shopify });
  writeToShopify(
    page,
    storefront,
    { analytics: 'statistics' },
    { statistics: true },
  );
  writeToShopify(page, storefront, mapping, {});
  expect(calls).toEqual([]);
});

it('waits for the API', async () => {
  const page = pageOf({});
  const { calls, Shopify } = shopify(nothing);
  const written = new Promise<void>((resolve) => {
    calls.push = (...items: unknown[]) => {
      resolve();
      return Array.prototype.push.apply(calls, items);
    };
  });
  writeToShopify(page, storefront, mapping, { statistics: true });
  Object.assign(page, { Shopify });
  await written;
  expect(calls).toHaveLength(1);
});

it('gives up when told', () => {
  const page = pageOf({});
  const clear = jest.spyOn(page, 'clearTimeout');
  writeToShopify(page, storefront, mapping, { statistics: true })();
  expect(clear).toHaveBeenCalledWith(expect.anything());
});

it('says that Shopify refused it', () => {
  const complaints = jest.spyOn(console, 'error').mockReturnValue();
  const { Shopify } = shopify(nothing, 'the token is wrong');
  writeToShopify(pageOf({ Shopify }), storefront, mapping, { ads: true });
  expect(complaints).toHaveBeenCalledWith(
    expect.stringContaining('Shopify'),
    'the token is wrong',
  );
  complaints.mockRestore();
});
