import { randomBytes } from 'node:crypto';

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly acceptsMarketing: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Only one who has an account can sign in. */
  readonly password: string | undefined;
}

export interface CustomerInput {
  readonly email?: string | null;
  readonly password?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly phone?: string | null;
  readonly acceptsMarketing?: boolean | null;
}

export interface CustomerUserError {
  readonly code:
    | 'INVALID'
    | 'TAKEN'
    | 'TOO_SHORT'
    | 'TOKEN_INVALID'
    | 'UNIDENTIFIED_CUSTOMER';
  readonly message: string;
  readonly field: readonly string[] | null;
}

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** The account to try signing in with. Its password is public. */
export const DEMO_CUSTOMER = {
  id: '115310627314723954',
  email: 'ada@example.com',
  password: 'kettle-and-leaf',
  firstName: 'Ada',
  lastName: 'Lovelace',
} as const;

/** Shopify's lower limit. */
const MIN_PASSWORD = 5;
const TOKEN_DAYS = 30;

/**
 * The customers of the local shop, in memory: one an address, as Shopify keeps them, with an account or without.
 *
 * @see https://shopify.dev/docs/storefronts/headless/building-with-the-storefront-api/customer-accounts
 */
export class Customers {
  readonly #customers = new Map<string, Customer>();
  readonly #tokens = new Map<string, { customerId: string; expiresAt: Date }>();
  readonly #now: () => Date;
  readonly #newId: () => string;

  constructor(now: () => Date, newId: () => string) {
    this.#now = now;
    this.#newId = newId;
    this.#add(DEMO_CUSTOMER, DEMO_CUSTOMER.id);
  }

  find(id: string | undefined): Customer | undefined {
    return id === undefined ? undefined : this.#customers.get(id);
  }

  findByEmail(email: string): Customer | undefined {
    const wanted = email.toLowerCase();
    return [...this.#customers.values()].find(
      ({ email: own }) => own === wanted,
    );
  }

  /** Who bought with this address; a guest becomes a customer without an account. */
  findOrAdd(email: string): Customer {
    return this.findByEmail(email) ?? this.#add({ email });
  }

  /** @see https://shopify.dev/docs/api/storefront/latest/mutations/customerCreate */
  create(input: CustomerInput): Customer | CustomerUserError {
    const error = this.#wrong(input, undefined);
    if (error) return error;
    const guest = this.findByEmail(input.email ?? '');
    return this.#add(input, guest?.id);
  }

  /** @see https://shopify.dev/docs/api/storefront/latest/mutations/customerUpdate */
  update(
    customer: Customer,
    input: CustomerInput,
  ): Customer | CustomerUserError {
    const error = this.#wrong(input, customer);
    if (error) return error;
    const changed: Customer = {
      ...customer,
      firstName: pick(input.firstName, customer.firstName),
      lastName: pick(input.lastName, customer.lastName),
      phone: pick(input.phone, customer.phone),
      email: input.email?.toLowerCase() ?? customer.email,
      password: input.password ?? customer.password,
      acceptsMarketing: input.acceptsMarketing ?? customer.acceptsMarketing,
      updatedAt: this.#now(),
    };
    this.#customers.set(changed.id, changed);
    return changed;
  }

  /** @see https://shopify.dev/docs/api/storefront/latest/mutations/customerAccessTokenCreate */
  signIn(email: string, password: string): AccessToken | CustomerUserError {
    const customer = this.findByEmail(email);
    if (customer?.password === undefined || customer.password !== password)
      return {
        code: 'UNIDENTIFIED_CUSTOMER',
        message: 'Unidentified customer',
        field: null,
      };
    const accessToken = randomBytes(16).toString('hex');
    const expiresAt = new Date(this.#now());
    expiresAt.setDate(expiresAt.getDate() + TOKEN_DAYS);
    this.#tokens.set(accessToken, { customerId: customer.id, expiresAt });
    return { accessToken, expiresAt };
  }

  /** Who is signed in by this token. */
  byToken(accessToken: string | null | undefined): Customer | undefined {
    const token = this.#tokens.get(accessToken ?? '');
    return token && token.expiresAt > this.#now()
      ? this.#customers.get(token.customerId)
      : undefined;
  }

  /** @see https://shopify.dev/docs/api/storefront/latest/mutations/customerAccessTokenDelete */
  signOut(accessToken: string): boolean {
    return this.#tokens.delete(accessToken);
  }

  #add(input: CustomerInput, id = this.#newId()): Customer {
    const at = this.#now();
    const customer: Customer = {
      id,
      email: (input.email ?? '').toLowerCase(),
      firstName: input.firstName ?? null,
      lastName: input.lastName ?? null,
      phone: input.phone ?? null,
      acceptsMarketing: input.acceptsMarketing ?? false,
      createdAt: at,
      updatedAt: at,
      password: input.password ?? undefined,
    };
    this.#customers.set(id, customer);
    return customer;
  }

  #wrong(
    { email, password }: CustomerInput,
    self: Customer | undefined,
  ): CustomerUserError | undefined {
    const at = self ? 'customer' : 'input';
    if (email != null && !/^\S+@\S+\.\S+$/.test(email))
      return {
        code: 'INVALID',
        message: 'Email is invalid',
        field: [at, 'email'],
      };
    if (password != null && password.length < MIN_PASSWORD)
      return {
        code: 'TOO_SHORT',
        message: `Password is too short (minimum is ${String(MIN_PASSWORD)} characters)`,
        field: [at, 'password'],
      };
    const other = email == null ? undefined : this.findByEmail(email);
    const isTaken =
      other !== undefined &&
      other.id !== self?.id &&
      (self !== undefined || other.password !== undefined);
    return isTaken
      ? {
          code: 'TAKEN',
          message: 'Email has already been taken',
          field: [at, 'email'],
        }
      : undefined;
  }
}

function pick(
  given: string | null | undefined,
  kept: string | null,
): string | null {
  return given === undefined ? kept : given;
}

/** True of what went wrong. */
export function isError(
  result: Customer | AccessToken | CustomerUserError,
): result is CustomerUserError {
  return 'message' in result;
}

export function customerGid({ id }: Pick<Customer, 'id'>): string {
  return `gid://shopify/Customer/${id}`;
}
