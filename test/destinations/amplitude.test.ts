import amplitude from '@segment/action-destinations/dist/destinations/amplitude/index.js';
import { requestsOf, type Mapping } from './helpers/destination.ts';
import { EVERYTHING, orderMessages } from './helpers/messages.ts';
import { recipe } from './helpers/recipe.ts';

const SETTINGS = {
  apiKey: 'a'.repeat(32),
  secretKey: 'secret',
  endpoint: 'north_america',
};

const purchases = async (mappings: readonly Mapping[]) => {
  const sent = await requestsOf(
    amplitude,
    SETTINGS,
    mappings,
    orderMessages(EVERYTHING),
  );
  const { events } = sent[0]?.body as {
    readonly events: readonly {
      readonly event_type: string;
      readonly revenue?: number;
      readonly event_properties: Readonly<Record<string, unknown>>;
    }[];
  };
  return events;
};

it('Amplitude gets revenue by product, sku and brand with the mapping of the recipe', async () => {
  const [order, ...products] = await purchases(recipe('amplitude'));
  expect(order).toMatchObject({ event_type: 'Order Completed' });
  expect(order).not.toHaveProperty('revenue');
  expect(products.reduce((sum, { revenue = 0 }) => sum + revenue, 0)).toBe(597);
  expect(products).toMatchObject([
    {
      event_type: 'Product Purchased',
      revenue: 398,
      event_properties: {
        product_id: '501',
        sku: 'TEA-POT-1',
        brand: 'Kettle & Leaf',
      },
    },
    {
      event_type: 'Product Purchased',
      revenue: 199,
      event_properties: { product_id: '502', sku: 'TEA-CUP-1' },
    },
  ]);
});

it('with Segment’s preset its products have no name, and the revenue is the order’s', async () => {
  const [order, ...products] = await purchases([
    { action: 'logPurchase', trigger: 'event = "Order Completed"' },
  ]);
  expect(order).toMatchObject({ revenue: 597 });
  for (const { event_properties } of products)
    expect(Object.keys(event_properties).sort()).toEqual([
      'price',
      'quantity',
      'revenue',
    ]);
});
