import type { CartBuyerIdentityInput } from '@shopify/hydrogen-react/storefront-api-types';
import type { Customers } from '../customers.ts';
import { refused, type Cart, type Edited } from './cart.ts';

/**
 * Says whose the cart is. What is left out stays; an access token of null signs out.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/mutations/cartBuyerIdentityUpdate
 */
export function setBuyer(
  cart: Cart,
  given: CartBuyerIdentityInput,
  customers: Pick<Customers, 'byToken'>,
): Edited {
  const { customerAccessToken, email, phone, countryCode } = given;
  const customer = customers.byToken(customerAccessToken);
  if (customerAccessToken && !customer)
    return refused('The customer access token is invalid.', [
      'buyerIdentity',
      'customerAccessToken',
    ]);
  const { buyer } = cart;
  return {
    cart: {
      ...cart,
      buyer: {
        countryCode: countryCode ?? buyer.countryCode,
        email:
          email === undefined
            ? (customer?.email ?? buyer.email)
            : (email ?? undefined),
        phone: phone === undefined ? buyer.phone : (phone ?? undefined),
        customerId:
          customerAccessToken === undefined ? buyer.customerId : customer?.id,
      },
    },
    warnings: [],
  };
}
