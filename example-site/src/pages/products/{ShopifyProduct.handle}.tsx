import { graphql, navigate, type HeadFC, type PageProps } from 'gatsby';
import { useProductViewed, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../../shop/cart';
import { planProduct } from '../../shop/plan-product';
import { WishButton } from '../../shop/wishlist';
import { formatMoney, type Product, type Variant } from '../../shop/products';

interface Data {
  readonly shopifyProduct: Omit<Product, 'id'> & { readonly shopifyId: string };
}

export default function ProductPage({ data }: PageProps<Data>) {
  const { shopifyId, ...rest } = data.shopifyProduct;
  const product: Product = { ...rest, id: shopifyId };
  return (
    <article className="product">
      <img
        src={product.featuredImage.url}
        alt={product.featuredImage.altText}
        width={400}
        height={400}
      />
      <div>
        <p className="kind">{product.productType}</p>
        <h1>{product.title}</h1>
        <p>{product.description}</p>
        <AddToCart key={product.id} product={product} />
      </div>
    </article>
  );
}

function AddToCart({ product }: { readonly product: Product }) {
  const [variant, setVariant] = React.useState(product.variants[0]);
  const { add } = useCart();
  const track = useTrack();

  useProductViewed(variant && planProduct(product, variant));

  if (!variant) return null;

  const choose = (id: string) => {
    const chosen = product.variants.find((other) => other.id === id);
    if (chosen) track('Variant Clicked', planProduct(product, chosen));
    setVariant(chosen);
  };

  const addToCart = async () => {
    // Product Added comes from the cart itself: src/shop/cart.tsx.
    await add(variant.id);
    navigate('/cart/');
  };

  const share = async () => {
    track('Product Shared', {
      ...planProduct(product, variant),
      share_via: 'link',
    });
    await navigator.clipboard.writeText(window.location.href);
  };

  return (
    <>
      <p>
        <label>
          Size{' '}
          <select
            value={variant.id}
            onChange={({ target }) => {
              choose(target.value);
            }}
          >
            {product.variants.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p className="price">{formatMoney(variant.price)}</p>
      <p className="actions">
        {variant.availableForSale === false ? (
          <StockRequest key={variant.id} product={product} variant={variant} />
        ) : (
          <button type="button" onClick={() => void addToCart()}>
            Add to cart
          </button>
        )}
        <WishButton product={product} variant={variant} />
        <button type="button" className="link" onClick={() => void share()}>
          Copy link
        </button>
      </p>
    </>
  );
}

/** What is sold out can be asked for. */
function StockRequest({
  product,
  variant,
}: {
  readonly product: Product;
  readonly variant: Variant;
}) {
  const [isAsked, setAsked] = React.useState(false);
  const track = useTrack();
  if (isAsked) return <span role="status">We let the garden know.</span>;
  return (
    <button
      type="button"
      onClick={() => {
        track('Stock Request Created', planProduct(product, variant));
        setAsked(true);
      }}
    >
      Sold out: ask for it
    </button>
  );
}

export const Head: HeadFC<Data> = ({ data }) => (
  <>
    <title>{`${data.shopifyProduct.title} · Kettle & Leaf`}</title>
    <meta name="description" content={data.shopifyProduct.description} />
  </>
);

export const query = graphql`
  query ($id: String!) {
    shopifyProduct(id: { eq: $id }) {
      shopifyId
      handle
      title
      vendor
      productType
      description
      featuredImage {
        url
        altText
      }
      variants {
        id
        title
        sku
        availableForSale
        price {
          amount
          currencyCode
        }
      }
    }
  }
`;
