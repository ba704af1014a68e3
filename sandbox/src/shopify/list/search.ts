import { collections, type Collection } from '../catalogue/collections.ts';
import { catalogue } from '../catalogue.ts';
import { isForSale, type Product } from '../catalogue/product.ts';

/** What a word may be found in, and how much that counts. */
const PLACES: readonly (readonly [
  weight: number,
  texts: (product: Product) => readonly string[],
])[] = [
  [8, ({ title }) => [title]],
  [4, ({ productType, tags }) => [productType, ...tags]],
  [2, ({ variants }) => variants.flatMap(({ title, sku }) => [title, sku])],
  [1, ({ description, vendor }) => [description, vendor]],
];

/**
 * The products in which every word is found, the most fitting first. The last word may be the beginning of one, as with
 * Shopify's `prefix: LAST`.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/queries/search
 */
export function searchProducts(
  query: string,
  isLastPrefix: boolean,
): Product[] {
  const words = wordsIn(query);
  if (words.length === 0) return [];
  const scored = catalogue.map((product) => {
    const scores = words.map((word, index) =>
      scoreOf(product, word, isLastPrefix && index === words.length - 1),
    );
    const isFound = scores.every((score) => score > 0);
    return { product, score: isFound ? Math.max(...scores) : 0 };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.product.rank - b.product.rank)
    .map(({ product }) => product);
}

function scoreOf(product: Product, word: string, isPrefix: boolean): number {
  const place = PLACES.find(([, texts]) =>
    texts(product)
      .flatMap(wordsIn)
      .some((other) => (isPrefix ? other.startsWith(word) : other === word)),
  );
  return place?.[0] ?? 0;
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What is said while somebody types. */
export interface Prediction {
  readonly products: readonly Product[];
  readonly collections: readonly Collection[];
  readonly queries: readonly {
    readonly text: string;
    readonly styledText: string;
    readonly trackingParameters: null;
  }[];
}

/** @see https://shopify.dev/docs/api/storefront/latest/queries/predictiveSearch */
export function predict(query: string): Prediction {
  const last = wordsIn(query).at(-1);
  const products = searchProducts(query, true);
  if (last === undefined) return { products, collections: [], queries: [] };
  const startsSo = (text: string) =>
    wordsIn(text).some((word) => word.startsWith(last));
  const texts = products
    .flatMap(({ title, productType }) => [title, productType])
    .map((text) => text.toLowerCase());
  return {
    products,
    collections: collections.filter(({ title }) => startsSo(title)),
    queries: [...new Set(texts)].filter(startsSo).map((text) => ({
      text,
      styledText: text.replace(
        new RegExp(`(?<![\\p{L}\\p{N}])${last}`, 'iu'),
        '<mark>$&</mark>',
      ),
      trackingParameters: null,
    })),
  };
}

/** What `products(query:)` can be asked for, by the name before the colon. */
const FIELDS: Readonly<
  Record<string, (product: Product, value: string) => boolean>
> = {
  tag: ({ tags }, value) => tags.some((tag) => tag.toLowerCase() === value),
  product_type: ({ productType }, value) => productType.toLowerCase() === value,
  vendor: ({ vendor }, value) => vendor.toLowerCase() === value,
  title: ({ title }, value) => title.toLowerCase().includes(value),
  available_for_sale: ({ variants }, value) =>
    variants.some(isForSale) === (value === 'true'),
};

/**
 * The products that a search query finds: words, and `tag`, `product_type`, `vendor`, `title` and `available_for_sale`
 * with a value. Gives the name of what it does not know instead.
 *
 * @see https://shopify.dev/docs/api/usage/search-syntax
 */
export function queryProducts(
  query: string,
): { readonly products: Product[] } | { readonly unknown: string } {
  const terms = [
    ...query.matchAll(/(?:(\w+):)?(?:"([^"]*)"|'([^']*)'|(\S+))/g),
  ];
  let products = [...catalogue];
  for (const [whole, field, ...values] of terms) {
    const value = (values.find(Boolean) ?? whole)
      .toLowerCase()
      .replace(/\*$/, '');
    if (whole === 'AND') continue;
    if (whole === 'OR' || whole.startsWith('-') || whole.startsWith('('))
      return { unknown: whole };
    if (field === undefined) {
      const found = new Set(searchProducts(value, whole.endsWith('*')));
      products = products.filter((product) => found.has(product));
      continue;
    }
    const test = FIELDS[field];
    if (!test) return { unknown: field };
    products = products.filter((product) => test(product, value));
  }
  return { products };
}
