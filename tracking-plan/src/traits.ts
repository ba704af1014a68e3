/**
 * What is known of a person, said once. Destinations read different spellings of the same thing, so an identify call
 * carries both. This file imports nothing, so that a browser may use it.
 */

export interface TraitsInput {
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly address?: {
    readonly street?: string;
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
    readonly country?: string;
  };
  readonly locale?: string;
  readonly currency?: string;
  readonly lifetimeValue?: number;
  readonly orderCount?: number;
}

export type Traits = Readonly<Record<string, unknown>>;

/** The traits of an identify call, in each spelling a destination reads; what is not known is left out. */
export function traitsOf(input: TraitsInput): Traits {
  const { firstName, lastName, createdAt, lifetimeValue, orderCount, address } =
    input;
  return known({
    email: input.email,
    phone: input.phone,
    firstName,
    first_name: firstName,
    lastName,
    last_name: lastName,
    createdAt,
    created_at: createdAt,
    address: address && known({ ...address, postal_code: address.postalCode }),
    locale: input.locale,
    currency: input.currency,
    lifetime_value: lifetimeValue,
    order_count: orderCount,
  });
}

function known(traits: Record<string, unknown>): Traits {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(traits))
    if (traits[key] !== undefined) result[key] = traits[key];
  return result;
}
