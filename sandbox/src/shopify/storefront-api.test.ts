import { startStandIn, type StandIn } from './testing/stand-in.ts';

let shop: StandIn;

beforeAll(async () => {
  shop = await startStandIn();
});

afterAll(() => shop.close());

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}

const titles = ({ nodes }: Nodes<{ readonly title: string }>) =>
  nodes.map(({ title }) => title);

describe('the products', () => {
  it('are those that the example site builds its pages from', async () => {
    const { products } = await shop.get<{ products: Nodes<object> }>(`{
      products(first: 100) {
        nodes {
          id handle title vendor productType description
          featuredImage { url altText }
          variants(first: 100) { nodes { id title sku price { amount currencyCode } } }
        }
      }
    }`);
    expect(products.nodes).toHaveLength(12);
    expect(products.nodes[0]).toEqual({
      id: 'gid://shopify/Product/820982911946154501',
      handle: 'sencha',
      title: 'Sencha',
      vendor: 'Kettle & Leaf',
      productType: 'Green tea',
      description:
        'First spring harvest from Shizuoka: fresh, grassy, with a sweet finish.',
      featuredImage: {
        url: `${shop.origin}/images/sencha.svg`,
        altText: 'Sencha',
      },
      variants: {
        nodes: [
          {
            id: 'gid://shopify/ProductVariant/41982911946154501',
            title: '100 g',
            sku: 'TEA-SEN-100',
            price: { amount: '12.5', currencyCode: 'EUR' },
          },
          {
            id: 'gid://shopify/ProductVariant/42982911946154501',
            title: '250 g',
            sku: 'TEA-SEN-250',
            price: { amount: '27.5', currencyCode: 'EUR' },
          },
        ],
      },
    });
  });

  it('have all that a product page shows', async () => {
    const { product } = await shop.get<{ product: object }>(`{
      product(handle: "alishan") {
        availableForSale
        tags
        seo { title description }
        options { name optionValues { name firstSelectableVariant { id } } }
        priceRange { minVariantPrice { amount } maxVariantPrice { amount } }
        compareAtPriceRange { maxVariantPrice { amount } }
        images(first: 5) { nodes { url altText width height } }
        selectedOrFirstAvailableVariant(selectedOptions: [{ name: "Size", value: "250 g" }]) {
          title availableForSale quantityAvailable selectedOptions { name value }
          compareAtPrice { amount } unitPrice { amount }
        }
        rating: metafield(namespace: "reviews", key: "rating") { value type }
        metafields(identifiers: [{ namespace: "reviews", key: "rating_count" }, { namespace: "x", key: "y" }]) { key value }
        collections(first: 5) { nodes { handle } }
      }
    }`);
    expect(product).toMatchObject({
      availableForSale: true,
      options: [
        { name: 'Size', optionValues: [{ name: '100 g' }, { name: '250 g' }] },
      ],
      priceRange: {
        minVariantPrice: { amount: '22.0' },
        maxVariantPrice: { amount: '48.4' },
      },
      images: {
        nodes: [
          {
            altText: 'Alishan High Mountain',
            width: 800,
            height: 800,
          },
          { altText: 'Alishan High Mountain, close up' },
        ],
      },
      selectedOrFirstAvailableVariant: {
        title: '250 g',
        availableForSale: false,
        quantityAvailable: 0,
        compareAtPrice: { amount: '57.2' },
        unitPrice: { amount: '19.36' },
      },
      rating: {
        type: 'rating',
        value: '{"value":"5.0","scale_min":"1.0","scale_max":"5.0"}',
      },
      metafields: [{ key: 'rating_count', value: '1' }, null],
      collections: { nodes: [{ handle: 'oolong' }, { handle: 'favourites' }] },
    });
  });

  it('have pictures, each at the address it is said to have', async () => {
    const { products, collections } = await shop.get<
      Record<
        'products' | 'collections',
        Nodes<{
          images?: Nodes<{ url: string }>;
          image?: { url: string };
          variants?: Nodes<{ image: { url: string } }>;
        }>
      >
    >(`{
      products(first: 100) { nodes { images(first: 9) { nodes { url } } variants(first: 9) { nodes { image { url } } } } }
      collections(first: 100) { nodes { image { url } } }
    }`);
    const urls = [...products.nodes, ...collections.nodes].flatMap(
      ({ images, image, variants }) => [
        ...(images?.nodes ?? []),
        ...(variants?.nodes ?? []).map((variant) => variant.image),
        ...(image ? [image] : []),
      ],
    );
    for (const { url } of urls) {
      const answer = await fetch(url);
      expect(answer.headers.get('content-type')).toMatch(/svg/);
      expect(await answer.text()).toMatch(/^<svg [^]*<\/svg>$/);
    }
    expect((await fetch(`${shop.origin}/images/none.svg`)).status).toBe(404);
  });

  it('are recommended', async () => {
    const { related, complementary } = await shop.get<
      Record<string, { title: string }[]>
    >(`{
      related: productRecommendations(productHandle: "sencha") { title }
      complementary: productRecommendations(productHandle: "sencha", intent: COMPLEMENTARY) { title }
    }`);
    expect(related?.[0]?.title).toBe('Ceremonial Matcha');
    expect(related?.map(({ title }) => title)).not.toContain('Sencha');
    expect(complementary?.map(({ title }) => title)).toEqual([
      'Kyusu Teapot',
      'Tasting Cups',
      'Porcelain Gaiwan',
    ]);
  });

  it('are found by their ids, as a wishlist asks for them', async () => {
    expect(
      await shop.get(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Product { title } ... on ProductVariant { sku } ... on Collection { handle } } }',
        {
          ids: [
            'gid://shopify/Product/820982911946154501',
            'gid://shopify/ProductVariant/42982911946154510',
            'gid://shopify/Collection/842911946154504',
            'gid://shopify/Product/1',
          ],
        },
      ),
    ).toEqual({
      nodes: [
        { __typename: 'Product', title: 'Sencha' },
        { __typename: 'ProductVariant', sku: 'WARE-KYU-RST' },
        { __typename: 'Collection', handle: 'teaware' },
        null,
      ],
    });
  });

  it('are listed by tag, kind and words', async () => {
    const { organic, black, words } = await shop.get<
      Record<string, Nodes<{ title: string }>>
    >(`{
      organic: products(first: 9, query: "tag:organic AND product_type:'Green tea'") { nodes { title } }
      black: products(first: 9, query: "product_type:\\"Black tea\\"", sortKey: PRICE) { nodes { title } }
      words: products(first: 9, query: "bergamot") { nodes { title } }
    }`);
    expect(organic && titles(organic)).toEqual(['Sencha', 'Ceremonial Matcha']);
    expect(black && titles(black)).toEqual([
      'Assam Breakfast',
      'Earl Grey',
      'Darjeeling First Flush',
    ]);
    expect(words && titles(words)).toEqual(['Earl Grey']);
  });
});

describe('prices', () => {
  const query = `query ($country: CountryCode) @inContext(country: $country) {
    localization { country { isoCode currency { isoCode symbol } } }
    product(handle: "sencha") { variants(first: 1) { nodes { price { amount currencyCode } } } }
  }`;
  const price = async (country: string) => {
    const { product } = await shop.get<{
      product: { variants: Nodes<{ price: unknown }> };
    }>(query, { country });
    return product.variants.nodes[0]?.price;
  };

  it('are in the currency of the country that is asked for', async () => {
    expect(await price('DE')).toEqual({ amount: '12.5', currencyCode: 'EUR' });
    expect(await price('US')).toEqual({ amount: '13.5', currencyCode: 'USD' });
    expect(await price('JP')).toEqual({
      amount: '2038.0',
      currencyCode: 'JPY',
    });
  });

  it("are in the shop's own where it does not send to", async () => {
    expect(await price('ZZ')).toEqual({ amount: '12.5', currencyCode: 'EUR' });
  });

  it('come in three currencies', async () => {
    expect(
      await shop.get(
        '{ shop { name primaryDomain { url host } paymentSettings { currencyCode enabledPresentmentCurrencies } } localization { availableCountries { isoCode } } }',
      ),
    ).toMatchObject({
      shop: {
        name: 'Kettle & Leaf',
        primaryDomain: { url: 'http://shop.example', host: 'shop.example' },
        paymentSettings: {
          currencyCode: 'EUR',
          enabledPresentmentCurrencies: ['EUR', 'USD', 'JPY'],
        },
      },
    });
  });
});

describe('a collection', () => {
  const list = async (given: string, handle = 'favourites') => {
    const { collection } = await shop.get<{
      collection: {
        products: Nodes<{ title: string }> & {
          pageInfo: { hasNextPage: boolean; endCursor: string };
          filters: {
            id: string;
            values: { label: string; count: number; input: string }[];
          }[];
        };
      };
    }>(
      `{ collection(handle: "${handle}") { products(${given}) {
        nodes { title } pageInfo { hasNextPage endCursor } filters { id values { label count input } }
      } } }`,
    );
    return collection.products;
  };

  it('is sorted', async () => {
    const order = async (given: string) =>
      titles(await list(`first: 3, ${given}`));
    expect(await order('sortKey: MANUAL')).toEqual([
      'Sencha',
      'Ceremonial Matcha',
      'Darjeeling First Flush',
    ]);
    expect(await order('sortKey: TITLE')).toEqual([
      'Alishan High Mountain',
      'Ceremonial Matcha',
      'Darjeeling First Flush',
    ]);
    expect(await order('sortKey: PRICE, reverse: true')).toEqual([
      'Kyusu Teapot',
      'Ceremonial Matcha',
      'Alishan High Mountain',
    ]);
    expect(await order('sortKey: BEST_SELLING')).toEqual([
      'Sencha',
      'Ceremonial Matcha',
      'Darjeeling First Flush',
    ]);
    expect(await order('sortKey: CREATED, reverse: true')).toEqual([
      'Kyusu Teapot',
      'Alishan High Mountain',
      'Earl Grey',
    ]);
  });

  it('is filtered: kinds of filters narrow, filters of one kind widen', async () => {
    const left = async (filters: string) =>
      titles(await list(`first: 9, filters: [${filters}]`));
    expect(await left('{ price: { min: 10, max: 20 } }')).toEqual([
      'Sencha',
      'Darjeeling First Flush',
      'Earl Grey',
    ]);
    expect(
      await left('{ productType: "Oolong" }, { productType: "Teaware" }'),
    ).toEqual(['Kyusu Teapot', 'Alishan High Mountain']);
    expect(await left('{ tag: "gift" }, { productType: "Teaware" }')).toEqual([
      'Kyusu Teapot',
    ]);
    expect(
      await left('{ variantOption: { name: "size", value: "30 g" } }'),
    ).toEqual(['Ceremonial Matcha']);
    expect(await left('{ available: false }')).toEqual([]);
  });

  it('says what each further choice would leave, and how to ask for it', async () => {
    const { filters } = await list(
      'first: 1, filters: [{ productType: "Oolong" }]',
    );
    const kinds = filters.find(({ id }) => id === 'filter.p.product_type');
    expect(kinds?.values.map(({ label, count }) => [label, count])).toEqual([
      ['Black tea', 2],
      ['Green tea', 2],
      ['Oolong', 1],
      ['Teaware', 1],
    ]);
    const tag = filters
      .find(({ id }) => id === 'filter.p.tag')
      ?.values.find(({ label }) => label === 'gift');
    expect(tag).toEqual({ label: 'gift', count: 1, input: '{"tag":"gift"}' });
  });

  it('comes page by page', async () => {
    const first = await list('first: 4');
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await list(`first: 4, after: "${first.pageInfo.endCursor}"`);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect([...titles(first), ...titles(second)]).toEqual(
      titles(await list('first: 100')),
    );
    expect(titles(await list('last: 1'))).toEqual(['Alishan High Mountain']);
  });
});

describe('searching', () => {
  it('finds products, the most fitting first, with facets', async () => {
    const { search } = await shop.get<{
      search: Nodes<{ title: string }> & {
        totalCount: number;
        productFilters: unknown[];
      };
    }>(`{
      search(query: "japan gr", prefix: LAST, first: 9, types: [PRODUCT], productFilters: [{ price: { max: 20 } }]) {
        totalCount
        nodes { ... on Product { title } }
        productFilters { id }
      }
    }`);
    expect(titles(search)).toEqual(['Sencha', 'Genmaicha']);
    expect(search.totalCount).toBe(2);
    expect(search.productFilters.length).toBeGreaterThan(3);
  });

  it('finds nothing for what is not there', async () => {
    expect(
      await shop.get('{ search(query: "coffee", first: 9) { totalCount } }'),
    ).toEqual({ search: { totalCount: 0 } });
  });

  it('predicts while one types', async () => {
    expect(
      await shop.get(`{
        predictiveSearch(query: "oo", limit: 2) {
          products { title } collections { title } queries { text styledText }
        }
      }`),
    ).toEqual({
      predictiveSearch: {
        products: [
          { title: 'Tie Guan Yin' },
          { title: 'Alishan High Mountain' },
        ],
        collections: [{ title: 'Oolong' }],
        queries: [{ text: 'oolong', styledText: '<mark>oo</mark>long' }],
      },
    });
  });
});

describe('what the stand-in cannot do', () => {
  it('is said of a field, with what to do; the rest is answered', async () => {
    const { data, errors } = await shop.ask(
      '{ product(handle: "sencha") { title encodedVariantExistence } }',
    );
    expect(data).toEqual({
      product: { title: 'Sencha', encodedVariantExistence: null },
    });
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(
          /does not implement Product\.encodedVariantExistence\. .*GATSBY_SHOPIFY_STORE/,
        ) as string,
        path: ['product', 'encodedVariantExistence'],
        extensions: { code: 'NOT_IMPLEMENTED' },
      },
    ]);
  });

  it.each([
    [
      'a query',
      '{ locations(first: 1) { nodes { name } } }',
      'QueryRoot.locations',
    ],
    [
      'a mutation',
      'mutation { customerAccessTokenRenew(customerAccessToken: "t") { userErrors { message } } }',
      'Mutation.customerAccessTokenRenew',
    ],
    [
      'a filter',
      '{ collection(handle: "oolong") { products(first: 1, filters: [{ category: { id: "x" } }]) { nodes { id } } } }',
      'ProductFilter.category',
    ],
    [
      'a part of an input',
      'mutation { cartCreate(input: { metafields: [] }) { cart { id } } }',
      'CartInput.metafields',
    ],
    [
      'a word of a search query',
      '{ products(first: 1, query: "created_at:>2020") { nodes { id } } }',
      '"created_at" in products(query:)',
    ],
  ])('is said of %s', async (_, query, what) => {
    const { errors } = await shop.ask(query);
    expect(errors?.[0]?.message).toContain(`does not implement ${what}.`);
  });

  it("is told from what Shopify's schema does not have", async () => {
    const { errors } = await shop.ask('{ shop { nonsense } }');
    expect(errors?.[0]?.message).toBe(
      'Cannot query field "nonsense" on type "Shop".',
    );
  });

  it.each([
    ['nothing', '', /No query/],
    ['what is no GraphQL', '{', /Syntax Error/],
    ['a list without a size', '{ products { nodes { id } } }', /first or last/],
    [
      'too much',
      '{ products(first: 251) { nodes { id } } }',
      /between 0 and 250/,
    ],
    [
      'a variable that is none',
      'query ($country: CountryCode) @inContext(country: $country) { shop { name } }',
      /CountryCode/,
    ],
  ])('answers %s with an error', async (_, query, message) => {
    const { errors } = await shop.ask(query, { country: 'Utopia' });
    expect(errors?.[0]?.message).toMatch(message);
  });

  it('answers introspection, so that tools can read the schema', async () => {
    const { __type: type } = await shop.get<{
      __type: { fields: { name: string }[] };
    }>('{ __type(name: "Cart") { fields { name } } }');
    expect(type.fields.map(({ name }) => name)).toContain('appliedGiftCards');
  });
});
