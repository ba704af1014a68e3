import type {
  FilterType,
  ProductFilter,
} from '@shopify/hydrogen-react/storefront-api-types';
import { highestPrice, type Product } from '../catalogue/product.ts';
import { amountText, convert, type Currency } from '../money.ts';
import { filtered, kindsOf } from './filters.ts';

/** A way to narrow a list of products, with how many each choice leaves. */
export interface Facet {
  readonly id: string;
  readonly label: string;
  readonly type: FilterType;
  readonly presentation: 'TEXT' | null;
  readonly values: readonly FacetValue[];
}

export interface FacetValue {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** The filter to send back for this choice, as JSON. */
  readonly input: string;
  readonly image: null;
  readonly swatch: null;
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly filter: ProductFilter;
}

/**
 * The facets of a list. A choice counts what it would leave beside the filters of other kinds: what is chosen of its own
 * kind does not lower its neighbours.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Filter
 */
export function facets(
  products: readonly Product[],
  filters: readonly ProductFilter[],
  currency: Currency,
): Facet[] {
  const count = ({ filter }: Choice) => {
    const kinds = new Set(kindsOf(filter, currency));
    const others = filters.filter(
      (other) => !kindsOf(other, currency).some((kind) => kinds.has(kind)),
    );
    return filtered(products, [...others, filter], currency).length;
  };
  return groups(products, currency)
    .filter((group) => group.choices.length > 0)
    .map(({ id, label, type, choices }) => ({
      id,
      label,
      type,
      presentation: type === 'LIST' ? 'TEXT' : null,
      values: choices.map((choice) => ({
        id: choice.id,
        label: choice.label,
        count: count(choice),
        input: JSON.stringify(choice.filter),
        image: null,
        swatch: null,
      })),
    }));
}

interface Group {
  readonly id: string;
  readonly label: string;
  readonly type: FilterType;
  readonly choices: readonly Choice[];
}

/** What there is to choose among these products, before anything is counted. */
function groups(products: readonly Product[], currency: Currency): Group[] {
  const kinds = products.map(({ productType }) => productType);
  const tags = products.flatMap((product) => product.tags);
  const list = (id: string, label: string, choices: readonly Choice[]) =>
    ({ id, label, type: 'LIST', choices }) as const;
  return [
    list('filter.v.availability', 'Availability', AVAILABILITY),
    {
      id: 'filter.v.price',
      label: 'Price',
      type: 'PRICE_RANGE',
      choices: [priceChoice(products, currency)],
    },
    list(
      'filter.p.product_type',
      'Kind',
      choicesOf('filter.p.product_type', kinds, (productType) => ({
        productType,
      })),
    ),
    ...optionNames(products).map((name) =>
      list(optionId(name), name, optionChoices(products, name)),
    ),
    list(
      'filter.p.tag',
      'Tags',
      choicesOf('filter.p.tag', tags, (tag) => ({ tag })),
    ),
  ];
}

const AVAILABILITY: readonly Choice[] = [
  {
    id: 'filter.v.availability.1',
    label: 'In stock',
    filter: { available: true },
  },
  {
    id: 'filter.v.availability.0',
    label: 'Out of stock',
    filter: { available: false },
  },
];

function priceChoice(products: readonly Product[], currency: Currency): Choice {
  const highest = Math.max(0, ...products.map(highestPrice));
  const max = Number(amountText(convert(highest, currency), currency));
  return {
    id: 'filter.v.price',
    label: 'Price',
    filter: { price: { min: 0, max } },
  };
}

function choicesOf(
  facetId: string,
  values: readonly string[],
  filterOf: (value: string) => ProductFilter,
): Choice[] {
  return [...new Set(values)]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((value) => ({
      id: `${facetId}.${slug(value)}`,
      label: value,
      filter: filterOf(value),
    }));
}

/** What products without a choice have, "Title", is none. */
function optionNames(products: readonly Product[]): string[] {
  const names = products.flatMap(({ options }) =>
    options.map(({ name }) => name),
  );
  return [...new Set(names)].filter((name) => name !== 'Title');
}

function optionChoices(products: readonly Product[], name: string): Choice[] {
  const values = products.flatMap(({ options }) =>
    options.filter((option) => option.name === name).flatMap((o) => o.values),
  );
  return choicesOf(optionId(name), values, (value) => ({
    variantOption: { name, value },
  }));
}

function optionId(name: string): string {
  return `filter.v.option.${slug(name)}`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
