import type { MailingAddressInput } from '@shopify/hydrogen-react/storefront-api-types';
import type { Address } from '../addresses.ts';
import type { Context } from '../context.ts';
import { errors, INVALID_TOKEN, type Signed } from './customer.ts';

/** @see https://shopify.dev/docs/api/storefront/latest/objects/MailingAddress */
export const addressResolvers = {
  MailingAddress: {
    name: nameOf,
    countryCode: ({ market }: Address) => market?.code ?? null,
    countryCodeV2: ({ market }: Address) => market?.code ?? null,
    formatted: (address: Address) =>
      [
        nameOf(address),
        address.address1,
        address.address2,
        [address.zip, address.city].filter(Boolean).join(' '),
        address.country,
      ].filter(Boolean),
    formattedArea: ({ city, country }: Address) =>
      [city, country].filter(Boolean).join(', ') || null,
  },
};

interface Known extends Signed {
  readonly id: string;
}

interface Given {
  readonly address: MailingAddressInput;
}

export const addressMutations = {
  customerAddressCreate: (
    _: unknown,
    { customerAccessToken, address }: Signed & Given,
    { state }: Context,
  ) => {
    const self = state.customers.byToken(customerAccessToken);
    return self
      ? changed(state.addresses.add(self, address))
      : changed(null, INVALID_TOKEN);
  },
  customerAddressUpdate: (
    _: unknown,
    { customerAccessToken, id, address }: Known & Given,
    { state }: Context,
  ) => {
    const self = state.customers.byToken(customerAccessToken);
    if (!self) return changed(null, INVALID_TOKEN);
    const found = state.addresses.update(self, id, address);
    return found ? changed(found) : changed(null, NO_SUCH_ADDRESS);
  },
  customerAddressDelete: (
    _: unknown,
    { customerAccessToken, id }: Known,
    { state }: Context,
  ) => {
    const self = state.customers.byToken(customerAccessToken);
    const isDone = self !== undefined && state.addresses.remove(self, id);
    const error = self ? NO_SUCH_ADDRESS : INVALID_TOKEN;
    return {
      deletedCustomerAddressId: isDone ? id : null,
      ...errors(isDone ? [] : [error]),
    };
  },
};

const NO_SUCH_ADDRESS = {
  code: 'INVALID',
  message: 'The address does not exist.',
  field: ['id'],
} as const;

function changed(
  customerAddress: Address | null,
  ...problems: Parameters<typeof errors>[0]
) {
  return { customerAddress, ...errors(problems) };
}

function nameOf({ firstName, lastName }: Address): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || null;
}
