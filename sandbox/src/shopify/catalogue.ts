/** The products of the local shop. */
export interface Product {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly description: string;
  /** Two colours of its picture. */
  readonly colours: readonly [string, string];
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly sku: string;
  /** Decimal, in the shop's currency. */
  readonly price: string;
}

export const SHOP = {
  name: 'Kettle & Leaf',
  domain: 'kettle-and-leaf.myshopify.com',
  currency: 'EUR',
  /** A flat rate for every order. */
  shipping: '4.90',
} as const;

export const catalogue: readonly Product[] = [
  tea(
    1,
    'sencha',
    'Sencha',
    'Green tea',
    '12.50',
    ['#b7d7a8', '#4f7942'],
    'First spring harvest from Shizuoka: fresh, grassy, with a sweet finish.',
  ),
  tea(
    2,
    'genmaicha',
    'Genmaicha',
    'Green tea',
    '9.80',
    ['#e6d7a3', '#7a8b4a'],
    'Sencha with roasted rice. Mild, nutty, good at any hour.',
  ),
  tea(
    3,
    'darjeeling',
    'Darjeeling First Flush',
    'Black tea',
    '16.00',
    ['#f1c27d', '#a0522d'],
    'Picked in March above 1,800 metres: light in the cup, muscatel in the nose.',
  ),
  tea(
    4,
    'assam',
    'Assam Breakfast',
    'Black tea',
    '8.40',
    ['#c97b4a', '#5b2c17'],
    'Malty and strong. Takes milk well.',
  ),
  tea(
    5,
    'oolong',
    'Tie Guan Yin',
    'Oolong',
    '19.50',
    ['#a8d5ba', '#3b7a57'],
    'Rolled leaves that open over five infusions, each a little different.',
  ),
  tea(
    6,
    'chamomile',
    'Chamomile',
    'Herbal',
    '7.20',
    ['#fff2a8', '#d9a404'],
    'Whole flowers, nothing else. For the evening.',
  ),
];

// Ids beyond 2^53 are real at Shopify, so this shop has them too.
function tea(
  number: number,
  handle: string,
  title: string,
  productType: string,
  price: string,
  colours: readonly [string, string],
  description: string,
): Product {
  const id = `82098291194615450${String(number)}`;
  const code = handle.slice(0, 3).toUpperCase();
  const variant = (index: number, size: string, factor: number): Variant => ({
    id: `${String(40 + index)}98291194615450${String(number)}`,
    title: size,
    sku: `TEA-${code}-${size.replace(' g', '')}`,
    price: (Number(price) * factor).toFixed(2),
  });
  return {
    id,
    handle,
    title,
    vendor: SHOP.name,
    productType,
    description,
    colours,
    variants: [variant(1, '100 g', 1), variant(2, '250 g', 2.2)],
  };
}

/** A picture of a tea tin, as SVG. */
export function productImage({
  title,
  colours: [light, dark],
}: Product): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img" aria-label="${title}">
<rect width="400" height="400" fill="${light}"/>
<ellipse cx="200" cy="330" rx="120" ry="16" fill="#0002"/>
<rect x="110" y="110" width="180" height="215" rx="14" fill="${dark}"/>
<rect x="102" y="86" width="196" height="44" rx="12" fill="${dark}"/>
<rect x="102" y="86" width="196" height="44" rx="12" fill="#fff3"/>
<rect x="132" y="180" width="136" height="84" rx="6" fill="#fffc"/>
<path d="M200 196c22 6 30 26 0 52c-30-26-22-46 0-52z" fill="${dark}"/>
</svg>`;
}
