import type { MailingAddressInput } from '@shopify/hydrogen-react/storefront-api-types';
import type { Customer } from './customers.ts';
import { COUNTRIES, type Country } from './markets.ts';

/** An address of a customer's account. */
export interface Address extends Record<AddressField, string | null> {
  readonly id: string;
  /** Where the shop sends to; another country is kept by its name alone. */
  readonly market: Country | undefined;
}

const FIELDS = [
  'firstName',
  'lastName',
  'company',
  'address1',
  'address2',
  'city',
  'province',
  'zip',
  'country',
  'phone',
] as const;

type AddressField = (typeof FIELDS)[number];

type Owner = Pick<Customer, 'id'>;

/**
 * The addresses of the local shop's customers, in memory. Each customer sees their own only.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/MailingAddress
 */
export class Addresses {
  readonly #byCustomer = new Map<string, readonly Address[]>();
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  of({ id }: Owner): readonly Address[] {
    return this.#byCustomer.get(id) ?? [];
  }

  add(owner: Owner, input: MailingAddressInput): Address {
    const address = withInput(
      `gid://shopify/MailingAddress/${this.#newId()}?model_name=CustomerAddress`,
      {},
      input,
    );
    this.#byCustomer.set(owner.id, [...this.of(owner), address]);
    return address;
  }

  /** What is left out stays. Undefined if the customer has no such address. */
  update(
    owner: Owner,
    id: string,
    input: MailingAddressInput,
  ): Address | undefined {
    const old = this.of(owner).find((address) => address.id === id);
    if (!old) return undefined;
    const changed = withInput(id, old, input);
    this.#byCustomer.set(
      owner.id,
      this.of(owner).map((address) => (address === old ? changed : address)),
    );
    return changed;
  }

  /** True if there was one. */
  remove(owner: Owner, id: string): boolean {
    const left = this.of(owner).filter((address) => address.id !== id);
    const wasThere = left.length < this.of(owner).length;
    this.#byCustomer.set(owner.id, left);
    return wasThere;
  }
}

function withInput(
  id: string,
  old: Partial<Address>,
  input: MailingAddressInput,
): Address {
  const parts = Object.fromEntries(
    FIELDS.map((field) => [field, input[field] ?? old[field] ?? null]),
  ) as Record<AddressField, string | null>;
  const market = COUNTRIES.find(
    ({ name, code }) => name === parts.country || code === parts.country,
  );
  return { ...parts, id, market, country: market?.name ?? parts.country };
}
