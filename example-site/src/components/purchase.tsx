import { navigate } from 'gatsby';
import { useProductViewed, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { useCart } from '../shop/cart';
import { planProduct } from '../shop/plan-product';
import type { Product, Variant } from '../shop/products';
import { useLiveVariants } from '../shop/use-live-variants';
import { WishButton } from '../shop/wishlist';
import { OptionPicker } from './option-picker';
import { Picture } from './picture';
import { Price } from './price';
import { StockRequest } from './stock-request';

/** A product and what can be done with it. `children` stand below. */
export function Purchase({
  product,
  children,
}: {
  readonly product: Product;
  readonly children: React.ReactNode;
}) {
  const variants = useLiveVariants(product.handle, product.variants);
  const [chosenId, setChosenId] = React.useState(variants[0]?.id);
  const variant = variants.find(({ id }) => id === chosenId);
  const track = useTrack();

  useProductViewed(variant && planProduct(product, variant));

  const choose = (chosen: Variant) => {
    setChosenId(chosen.id);
    track('Variant Clicked', planProduct(product, chosen));
  };

  return (
    <div className="product">
      <Picture
        image={variant?.image ?? product.featuredImage}
        size={560}
        isFirst
      />
      <div>
        <p className="kind">{product.productType}</p>
        <h1>{product.title}</h1>
        <p className="lead">{product.description}</p>
        {variant && (
          <>
            <OptionPicker
              options={product.options}
              variants={variants}
              chosen={variant}
              onChoose={choose}
            />
            <p className="price">
              <Price variant={variant} />
            </p>
            {variant.availableForSale ? (
              <Buy product={product} variant={variant} />
            ) : (
              <StockRequest
                key={variant.id}
                product={product}
                variant={variant}
              />
            )}
            <p className="actions">
              <WishButton product={product} variant={variant} />
              <ShareButton product={product} variant={variant} />
            </p>
          </>
        )}
        {children}
      </div>
    </div>
  );
}

interface Chosen {
  readonly product: Product;
  readonly variant: Variant;
}

function Buy({ product, variant }: Chosen) {
  const { add } = useCart();
  const [planId, setPlanId] = React.useState('');

  const addToCart = async () => {
    // Product Added comes from the cart itself: src/shop/cart.tsx.
    await add([
      {
        merchandiseId: variant.id,
        ...(planId !== '' && { sellingPlanId: planId }),
      },
    ]);
    navigate('/cart/');
  };

  return (
    <>
      {product.plans.length > 0 && (
        <label className="field">
          How often
          <select
            value={planId}
            onChange={({ target }) => {
              setPlanId(target.value);
            }}
          >
            <option value="">Once</option>
            {product.plans.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" className="wide" onClick={() => void addToCart()}>
        Add to cart
      </button>
    </>
  );
}

function ShareButton({ product, variant }: Chosen) {
  const [isShared, setShared] = React.useState(false);
  const track = useTrack();
  const share = async () => {
    const { currency: _, ...shared } = planProduct(product, variant);
    track('Product Shared', { ...shared, share_via: 'link' });
    await navigator.clipboard.writeText(window.location.href);
    setShared(true);
  };
  return (
    <button type="button" className="link" onClick={() => void share()}>
      {isShared ? 'Link copied' : 'Copy link'}
    </button>
  );
}
