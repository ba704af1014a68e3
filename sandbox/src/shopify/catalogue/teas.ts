import type { Minor } from '../money.ts';
import {
  product,
  type Product,
  type ProductData,
  type VariantData,
} from './product.ts';

/** What is different from tea to tea: the price is that of 100 g. */
type Tea = Omit<ProductData, 'variants' | 'shape'> & {
  readonly price: Minor;
  readonly compareAtPrice?: Minor;
  readonly largeStock?: number;
};

/** A tea in two sizes. 250 g cost 2.2 times as much as 100 g. */
function tea(
  number: number,
  { price, compareAtPrice, largeStock, ...data }: Tea,
): Product {
  const code = data.handle.slice(0, 3).toUpperCase();
  const size = (
    grams: number,
    [times, by]: readonly [number, number],
    more: Partial<VariantData> = {},
  ): VariantData => ({
    values: [`${String(grams)} g`],
    sku: `TEA-${code}-${String(grams)}`,
    price: (price * times) / by,
    ...(compareAtPrice !== undefined && {
      compareAtPrice: (compareAtPrice * times) / by,
    }),
    grams,
    ...more,
  });
  return product(number, ['Size'], {
    ...data,
    shape: 'tin',
    variants: [
      size(100, [1, 1]),
      size(
        250,
        [22, 10],
        largeStock === undefined ? {} : { stock: largeStock },
      ),
    ],
  });
}

export const firstTeas: readonly Product[] = [
  tea(1, {
    handle: 'sencha',
    title: 'Sencha',
    productType: 'Green tea',
    description:
      'First spring harvest from Shizuoka: fresh, grassy, with a sweet finish.',
    tags: ['green', 'japan', 'spring harvest', 'organic'],
    rank: 1,
    price: 1250,
    colours: ['#dfeeda', '#4f7942'],
  }),
  tea(2, {
    handle: 'genmaicha',
    title: 'Genmaicha',
    productType: 'Green tea',
    description: 'Sencha with roasted rice. Mild, nutty, good at any hour.',
    tags: ['green', 'japan', 'everyday'],
    rank: 5,
    price: 980,
    colours: ['#f3ecd2', '#7a8b4a'],
  }),
  tea(3, {
    handle: 'darjeeling',
    title: 'Darjeeling First Flush',
    productType: 'Black tea',
    description:
      'Picked in March above 1,800 metres: light in the cup, muscatel in the nose.',
    tags: ['black', 'india', 'spring harvest', 'organic'],
    rank: 3,
    price: 1600,
    colours: ['#f8e3c6', '#a0522d'],
  }),
  tea(4, {
    handle: 'assam',
    title: 'Assam Breakfast',
    productType: 'Black tea',
    description: 'Malty and strong. Takes milk well.',
    tags: ['black', 'india', 'everyday'],
    rank: 4,
    price: 840,
    colours: ['#efd9c6', '#5b2c17'],
  }),
  tea(5, {
    handle: 'oolong',
    title: 'Tie Guan Yin',
    productType: 'Oolong',
    description:
      'Rolled leaves that open over five infusions, each a little different.',
    tags: ['oolong', 'china'],
    rank: 6,
    price: 1950,
    colours: ['#d9eee0', '#3b7a57'],
  }),
  tea(6, {
    handle: 'chamomile',
    title: 'Chamomile',
    productType: 'Herbal',
    description: 'Whole flowers, nothing else. For the evening.',
    tags: ['herbal', 'caffeine-free', 'organic'],
    rank: 9,
    price: 720,
    colours: ['#fdf5cf', '#b98a04'],
  }),
];

export const laterTeas: readonly Product[] = [
  product(7, ['Size'], {
    handle: 'matcha',
    title: 'Ceremonial Matcha',
    productType: 'Green tea',
    description:
      'Shaded for three weeks, ground on granite in Uji. Whisk it, drink it at once.',
    tags: ['green', 'japan', 'organic', 'gift'],
    rank: 2,
    shape: 'tin',
    colours: ['#e4f0d3', '#5d8a2f'],
    variants: [
      { values: ['30 g'], sku: 'TEA-MAT-30', price: 2400, grams: 30 },
      {
        values: ['100 g'],
        sku: 'TEA-MAT-100',
        price: 6800,
        compareAtPrice: 7600,
        grams: 100,
      },
    ],
  }),
  product(8, ['Size', 'Form'], {
    handle: 'earl-grey',
    title: 'Earl Grey',
    productType: 'Black tea',
    description:
      'Ceylon from Uva and the oil of Calabrian bergamot, which one smells from the next room.',
    tags: ['black', 'sri lanka', 'everyday', 'flavoured'],
    rank: 7,
    shape: 'tin',
    colours: ['#dfe3ee', '#3d4f7c'],
    variants: [
      ['100 g', 'Loose leaf', 'TEA-EAR-100', 920, 100] as const,
      ['100 g', 'Tea bags', 'TEA-EAR-100B', 1080, 100] as const,
      ['250 g', 'Loose leaf', 'TEA-EAR-250', 2024, 250] as const,
      ['250 g', 'Tea bags', 'TEA-EAR-250B', 2376, 250] as const,
    ].map(([size, form, sku, price, grams]) => ({
      values: [size, form],
      sku,
      price,
      grams,
    })),
  }),
  tea(9, {
    handle: 'alishan',
    title: 'Alishan High Mountain',
    productType: 'Oolong',
    description:
      'From 1,500 metres in Taiwan: buttery, with something of lily. The large bag sells out every year.',
    tags: ['oolong', 'taiwan', 'gift'],
    rank: 8,
    price: 2200,
    compareAtPrice: 2600,
    largeStock: 0,
    colours: ['#d6ecec', '#2f6f73'],
  }),
];
