/** What is said of the local shop as a whole. */
export const SHOP = {
  id: '548380009',
  name: 'Kettle & Leaf',
  domain: 'kettle-and-leaf.myshopify.com',
  slogan: 'Tea, and nothing else',
  description:
    'Tea from small gardens, and what one needs to make it. Packed by hand, sent within a day.',
  /** The currency prices are kept in; buyers elsewhere see theirs. */
  currency: 'EUR',
  country: 'DE',
  /** A flat rate for every order, in cents. */
  shipping: 490,
} as const;
