import { catalogue } from '../catalogue.ts';
import type { Product } from './product.ts';

export interface Collection {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  /** In the order the merchant has put them, which Shopify calls manual. */
  readonly products: readonly Product[];
}

function collection(
  number: number,
  handle: string,
  title: string,
  description: string,
  handles: readonly string[],
): Collection {
  return {
    id: `8429119461545${String(number).padStart(2, '0')}`,
    handle,
    title,
    description,
    products: handles.flatMap((wanted) =>
      catalogue.filter((product) => product.handle === wanted),
    ),
  };
}

/** What the shop's products are grouped by. */
export const collections: readonly Collection[] = [
  collection(
    1,
    'green-tea',
    'Green tea',
    'Steamed or pan-fired within hours of picking, and so still green.',
    ['sencha', 'matcha', 'genmaicha'],
  ),
  collection(
    2,
    'black-tea',
    'Black tea',
    'From the light first flush to a breakfast tea that stands up to milk.',
    ['darjeeling', 'earl-grey', 'assam'],
  ),
  collection(
    3,
    'oolong',
    'Oolong',
    'Between green and black, and different with every infusion.',
    ['oolong', 'alishan'],
  ),
  collection(
    4,
    'teaware',
    'Teaware',
    'Pots, bowls and cups that make the tea better, or at least the afternoon.',
    ['kyusu', 'gaiwan', 'cups'],
  ),
  collection(
    5,
    'herbal',
    'Herbal',
    'No tea at all, strictly speaking. For the evening.',
    ['chamomile'],
  ),
  collection(
    6,
    'favourites',
    'Favourites',
    'What our customers come back for.',
    ['sencha', 'matcha', 'darjeeling', 'earl-grey', 'kyusu', 'alishan'],
  ),
];

export function collectionGid({ id }: Collection): string {
  return `gid://shopify/Collection/${id}`;
}

export function findCollection(by: {
  readonly id?: string | null;
  readonly handle?: string | null;
}): Collection | undefined {
  return collections.find((each) =>
    by.id ? collectionGid(each) === by.id : each.handle === by.handle,
  );
}

export function collectionsOf(product: Product): Collection[] {
  return collections.filter(({ products }) => products.includes(product));
}
