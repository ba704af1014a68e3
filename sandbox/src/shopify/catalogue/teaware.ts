import { product, type Product } from './product.ts';

export const teaware: readonly Product[] = [
  product(10, ['Colour'], {
    handle: 'kyusu',
    title: 'Kyusu Teapot',
    productType: 'Teaware',
    description:
      'A side-handled pot of Tokoname clay, 300 ml, with a strainer of a hundred holes.',
    tags: ['teaware', 'japan', 'gift'],
    rank: 10,
    shape: 'pot',
    colours: ['#ece4de', '#4a3f3a'],
    variants: [
      { values: ['Black'], sku: 'WARE-KYU-BLK', price: 4800, grams: 420 },
      {
        values: ['Rust'],
        sku: 'WARE-KYU-RST',
        price: 4800,
        grams: 420,
        stock: 3,
      },
    ],
  }),
  product(11, [], {
    handle: 'gaiwan',
    title: 'Porcelain Gaiwan',
    productType: 'Teaware',
    description:
      'Lid, bowl and saucer, thin enough to see the light through. 120 ml.',
    tags: ['teaware', 'china'],
    rank: 12,
    shape: 'bowl',
    colours: ['#e3eaf2', '#6d86a8'],
    variants: [
      {
        values: ['Default Title'],
        sku: 'WARE-GAI-1',
        price: 3200,
        compareAtPrice: 3800,
        grams: 260,
      },
    ],
  }),
  product(12, ['Colour', 'Set'], {
    handle: 'cups',
    title: 'Tasting Cups',
    productType: 'Teaware',
    description:
      'Cups of 60 ml, glazed inside and raw outside. Stack, and do not mind a knock.',
    tags: ['teaware', 'everyday', 'gift'],
    rank: 11,
    shape: 'cups',
    colours: ['#e5efe8', '#7fa690'],
    variants: [
      ['White', 'Set of 2', 'WARE-CUP-W2', 1800, 180] as const,
      ['White', 'Set of 4', 'WARE-CUP-W4', 3200, 360] as const,
      ['Celadon', 'Set of 2', 'WARE-CUP-C2', 2000, 180] as const,
      ['Celadon', 'Set of 4', 'WARE-CUP-C4', 3600, 360] as const,
    ].map(([colour, set, sku, price, grams]) => ({
      values: [colour, set],
      sku,
      price,
      grams,
    })),
  }),
];
