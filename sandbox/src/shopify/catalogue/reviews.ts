import type { Product } from './product.ts';

export interface Review {
  readonly id: string;
  readonly author: string;
  readonly rating: number;
  readonly title: string;
  readonly body: string;
  readonly createdAt: string;
}

type Written = readonly [
  author: string,
  rating: number,
  title: string,
  body: string,
];

const WRITTEN: Readonly<Record<string, readonly Written[]>> = {
  sencha: [
    [
      'Miriam K.',
      5,
      'My morning',
      'Sweet and clear at 70 degrees. Hotter, and it bites.',
    ],
    [
      'Jonas B.',
      4,
      'Very fresh',
      'Arrived two months after the harvest, and one tastes it.',
    ],
    ['Aiko S.', 5, 'As at home', 'The second infusion is the best one.'],
  ],
  genmaicha: [
    [
      'Pieter V.',
      4,
      'Comforting',
      'Popcorn in a cup. I drink it instead of supper.',
    ],
  ],
  darjeeling: [
    [
      'Claire D.',
      5,
      'Muscatel indeed',
      'Light, flowery, not a trace of bitterness.',
    ],
    ['Tom R.', 4, 'For guests', 'Too good for a hurried breakfast.'],
  ],
  assam: [
    ['Eoin M.', 5, 'Proper tea', 'A spoon stands in it. With milk, perfect.'],
    ['Lena H.', 3, 'Strong', 'Two minutes are enough for me.'],
  ],
  oolong: [
    ['Wei L.', 5, 'Seven infusions', 'Five, says the label. I got seven.'],
    ['Sara N.', 4, 'Orchids', 'The scent stays in the empty cup.'],
  ],
  matcha: [
    ['Yuki T.', 5, 'Bright', 'No lumps, no bitterness, a fine foam.'],
    ['Marc P.', 4, 'Worth it', 'Not cheap, but a tin lasts me two months.'],
    ['Ines C.', 5, 'Gift', 'My sister has asked for nothing else since.'],
  ],
  'earl-grey': [
    [
      'Harriet W.',
      4,
      'Bergamot!',
      'Real oil, no perfume. The bags are fine too.',
    ],
  ],
  alishan: [['Chen Y.', 5, 'Like butter', 'The mountain is in it.']],
  kyusu: [
    [
      'Franz O.',
      5,
      'Pours without a drop',
      'The lid fits so well that it whistles.',
    ],
    ['Bea L.', 4, 'Small', 'For two small cups, which is what it is for.'],
  ],
  cups: [['Nora F.', 4, 'Stack nicely', 'Dropped one. It survived.']],
};

/** What customers say of a product, the newest first. */
export function reviewsOf({ handle }: Product): Review[] {
  return (WRITTEN[handle] ?? []).map(
    ([author, rating, title, body], index) => ({
      id: `${handle}-${String(index + 1)}`,
      author,
      rating,
      title,
      body,
      createdAt: new Date(Date.UTC(2026, 9 - index, 3 + index)).toISOString(),
    }),
  );
}

export interface Metafield {
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
}

/**
 * The reviews as apps for reviews keep them: Shopify's standard definitions `reviews.rating` and `reviews.rating_count`,
 * and the texts in `reviews.list`. A product nobody has reviewed has none of them.
 *
 * @see https://shopify.dev/docs/apps/build/custom-data/metafields/list-of-standard-definitions
 */
export function reviewMetafields(product: Product): Metafield[] {
  const reviews = reviewsOf(product);
  if (reviews.length === 0) return [];
  const points = reviews.reduce((sum, { rating }) => sum + rating, 0);
  const rating = { value: (points / reviews.length).toFixed(1) };
  const field = (key: string, type: string, value: unknown): Metafield => ({
    namespace: 'reviews',
    key,
    type,
    value: JSON.stringify(value),
  });
  return [
    field('rating', 'rating', {
      ...rating,
      scale_min: '1.0',
      scale_max: '5.0',
    }),
    field('rating_count', 'number_integer', reviews.length),
    field('list', 'json', reviews),
  ];
}
