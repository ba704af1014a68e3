import { graphql, type HeadFC, type PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import type { ListedProduct } from '../components/product-card';
import { ProductGrid } from '../components/product-grid';
import { Promotion } from '../components/promotion';
import { planProduct } from '../shop/plan-product';

interface Data {
  readonly allShopifyProduct: {
    readonly nodes: readonly (Omit<ListedProduct, 'id'> & {
      readonly shopifyId: string;
    })[];
  };
}

const SORTS = {
  name: (a: ListedProduct, b: ListedProduct) => a.title.localeCompare(b.title),
  price: (a: ListedProduct, b: ListedProduct) => priceOf(a) - priceOf(b),
};

export default function ProductListPage({ data }: PageProps<Data>) {
  const all = data.allShopifyProduct.nodes.map(({ shopifyId, ...product }) => ({
    ...product,
    id: shopifyId,
  }));
  const kinds = [...new Set(all.map(({ productType }) => productType))].sort();
  const [kind, setKind] = React.useState('');
  const [sort, setSort] = React.useState<Sort>('');
  const products = select(all, kind, sort);
  const track = useTrack();

  const change = (nextKind: string, nextSort: Sort) => {
    setKind(nextKind);
    setSort(nextSort);
    track('Product List Filtered', {
      list_id: 'all',
      ...(nextKind !== '' && { filters: [{ type: 'kind', value: nextKind }] }),
      ...(nextSort !== '' && {
        sorts: [{ type: nextSort, value: 'ascending' }],
      }),
      products: select(all, nextKind, nextSort).flatMap((product, index) => {
        const [variant] = product.variants;
        if (!variant) return [];
        const { currency: _, ...planned } = planProduct(product, variant);
        return [{ ...planned, position: index + 1 }];
      }),
    });
  };

  return (
    <>
      <h1>Tea, and nothing else</h1>
      <Promotion />
      <Filters kinds={kinds} kind={kind} sort={sort} onChange={change} />
      <ProductGrid listId="all" products={products} />
    </>
  );
}

type Sort = keyof typeof SORTS | '';

function Filters({
  kinds,
  kind,
  sort,
  onChange,
}: {
  readonly kinds: readonly string[];
  readonly kind: string;
  readonly sort: Sort;
  readonly onChange: (kind: string, sort: Sort) => void;
}) {
  return (
    <form className="filters">
      <label>
        Kind{' '}
        <select
          value={kind}
          onChange={({ target }) => {
            onChange(target.value, sort);
          }}
        >
          <option value="">All</option>
          {kinds.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label>
        Sort by{' '}
        <select
          value={sort}
          onChange={({ target }) => {
            onChange(kind, target.value as Sort);
          }}
        >
          <option value="">Our choice</option>
          <option value="name">Name</option>
          <option value="price">Price</option>
        </select>
      </label>
    </form>
  );
}

function select(
  all: readonly ListedProduct[],
  kind: string,
  sort: Sort,
): ListedProduct[] {
  const chosen = all.filter(
    ({ productType }) => kind === '' || productType === kind,
  );
  return sort === '' ? chosen : chosen.sort(SORTS[sort]);
}

function priceOf({ variants: [variant] }: ListedProduct): number {
  return Number(variant?.price.amount ?? 0);
}

export const Head: HeadFC = () => (
  <>
    <title>Kettle &amp; Leaf</title>
    <meta name="description" content="Tea from small gardens." />
  </>
);

export const query = graphql`
  {
    allShopifyProduct {
      nodes {
        shopifyId
        handle
        title
        vendor
        productType
        featuredImage {
          url
          altText
        }
        variants {
          id
          title
          sku
          price {
            amount
            currencyCode
          }
        }
      }
    }
  }
`;
