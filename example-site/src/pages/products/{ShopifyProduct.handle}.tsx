import { graphql, navigate, type HeadFC, type PageProps } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../../shop/cart';
import { planProduct, productAdded } from '../../shop/plan-product';
import { formatMoney, type Product } from '../../shop/products';

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

  React.useEffect(() => {
    if (variant)
      track('Product Viewed', {
        ...planProduct(product, variant, 1),
        currency: variant.price.currencyCode,
      });
    // One view a product and variant, however often React renders.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [product.id, variant?.id]);

  if (!variant) return null;

  const addToCart = async () => {
    const cart = await add(variant.id);
    track('Product Added', productAdded(product, variant, 1, cart.id));
    navigate('/cart/');
  };

  return (
    <>
      <p>
        <label>
          Size{' '}
          <select
            value={variant.id}
            onChange={({ target }) => {
              setVariant(
                product.variants.find(({ id }) => id === target.value),
              );
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
      <button type="button" onClick={() => void addToCart()}>
        Add to cart
      </button>
    </>
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
        price {
          amount
          currencyCode
        }
      }
    }
  }
`;
