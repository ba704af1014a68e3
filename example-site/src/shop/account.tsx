import { traitsOf } from '@storefront-events/plan/traits';
import { getStorefront, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import * as api from './account-api';
import type { Customer, NewCustomer } from './account-api';
import { useCart } from './cart';
import { plainId } from './products';

interface Account {
  /** Null for a visitor who is not signed in, or not known to be yet. */
  readonly customer: Customer | null;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signUp: (input: NewCustomer) => Promise<void>;
  readonly resetPassword: (
    customerId: string,
    token: string,
    password: string,
  ) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** Does something with the customer's token, and reads them anew. */
  readonly change: <Done>(
    edit: (token: string) => Promise<Done>,
  ) => Promise<Done>;
}

/** Written when somebody signs in, and taken away when they sign out. */
const STORAGE_KEY = 'customer_token';

const AccountContext = React.createContext<Account | undefined>(undefined);

export function useAccount(): Account {
  const account = React.useContext(AccountContext);
  if (!account)
    throw new Error('useAccount needs an AccountProvider above it.');
  return account;
}

export function AccountProvider({
  children,
}: {
  readonly children: React.ReactNode;
}) {
  const { customer, enter, leave } = useCustomer();
  const track = useTrack();

  const account = React.useMemo(
    (): Account => ({
      customer,
      signIn: async (email, password) => {
        track('Login Started', { email });
        identify(await enter(await api.signIn(email, password)));
        track('Signed In', { email, method: 'password' });
      },
      signUp: async (input) => {
        await api.signUp(input);
        const { email, password } = input;
        identify(await enter(await api.signIn(email, password)));
        track('Signed Up', { email, method: 'password' });
      },
      resetPassword: async (id, resetToken, password) => {
        const token = await api.resetPassword(id, resetToken, password);
        const found = await enter(token);
        identify(found);
        track('Password Reset Completed', {
          user_id: id,
          ...(found && { email: found.email }),
        });
      },
      signOut: async () => {
        track('Signed Out', customer ? { email: customer.email } : {});
        // Whoever comes next at this browser is somebody else.
        getStorefront().reset();
        await leave();
      },
      change: async (edit) => {
        const token = localStorage.getItem(STORAGE_KEY) ?? '';
        const done = await edit(token);
        await enter(token);
        return done;
      },
    }),
    [customer, enter, leave, track],
  );

  return (
    <AccountContext.Provider value={account}>
      {children}
    </AccountContext.Provider>
  );
}

/** Who is signed in, on this page and on the next; the cart is theirs. */
function useCustomer() {
  const [customer, setCustomer] = React.useState<Customer | null>(null);
  const { setBuyer } = useCart();

  const keep = React.useCallback(
    async (token: string, found: Customer | undefined) => {
      if (found) localStorage.setItem(STORAGE_KEY, token);
      else localStorage.removeItem(STORAGE_KEY);
      setCustomer(found ?? null);
      if (found) await setBuyer({ customerAccessToken: token });
      return found;
    },
    [setBuyer],
  );
  const enter = React.useCallback(
    async (token: string) => keep(token, await api.findCustomer(token)),
    [keep],
  );

  const leave = React.useCallback(async () => {
    const token = localStorage.getItem(STORAGE_KEY);
    localStorage.removeItem(STORAGE_KEY);
    setCustomer(null);
    await setBuyer({ customerAccessToken: null });
    if (token !== null) await api.signOut(token);
  }, [setBuyer]);

  React.useEffect(() => {
    const token = localStorage.getItem(STORAGE_KEY);
    if (token === null) return;
    api
      .findCustomer(token)
      .then((found) => keep(token, found))
      .catch(console.error);
  }, [keep]);

  return { customer, enter, leave };
}

/** Says who the visitor is: by the id that Shopify's webhooks carry too, with what the shop knows of them. */
function identify(customer: Customer | undefined) {
  if (!customer) return;
  const { id, email, firstName, lastName, createdAt, numberOfOrders } =
    customer;
  getStorefront().identify(
    plainId(id),
    traitsOf({
      email,
      ...(firstName !== null && { firstName }),
      ...(lastName !== null && { lastName }),
      createdAt,
      orderCount: Number(numberOfOrders),
    }),
  );
}
