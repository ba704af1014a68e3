import { traitsOf } from '@storefront-events/plan/traits';
import { getStorefront, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import * as api from './account-api';
import type { Customer, NewCustomer } from './account-api';
import { useCart } from './cart';
import { plainId } from './products';

interface Account {
  /** Undefined while it is not known, null for a visitor who is not signed in. */
  readonly customer: Customer | null | undefined;
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
  const [customer, setCustomer] = React.useState<Customer | null>();
  const { setBuyer } = useCart();
  const track = useTrack();

  const enter = React.useCallback(
    async (token: string): Promise<Customer | undefined> => {
      const found = await api.findCustomer(token);
      if (found) localStorage.setItem(STORAGE_KEY, token);
      else localStorage.removeItem(STORAGE_KEY);
      setCustomer(found ?? null);
      if (found) await setBuyer({ customerAccessToken: token });
      return found;
    },
    [setBuyer],
  );

  React.useEffect(() => {
    const token = localStorage.getItem(STORAGE_KEY);
    if (token === null) setCustomer(null);
    else enter(token).catch(console.error);
  }, [enter]);

  const account = React.useMemo(
    (): Account => ({
      customer,
      signIn: async (email, password) => {
        track('Login Started', { email });
        const found = await enter(await api.signIn(email, password));
        identify(found);
        track('Signed In', { email, method: 'password' });
      },
      signUp: async (input) => {
        await api.signUp(input);
        const { email, password } = input;
        identify(await enter(await api.signIn(email, password)));
        track('Signed Up', { email, method: 'password' });
      },
      resetPassword: async (customerId, token, password) => {
        const found = await enter(
          await api.resetPassword(customerId, token, password),
        );
        identify(found);
        track('Password Reset Completed', {
          user_id: customerId,
          ...(found && { email: found.email }),
        });
      },
      signOut: async () => {
        const token = localStorage.getItem(STORAGE_KEY);
        localStorage.removeItem(STORAGE_KEY);
        track('Signed Out', customer ? { email: customer.email } : {});
        // Whoever comes next at this browser is somebody else.
        getStorefront().reset();
        setCustomer(null);
        await setBuyer({ customerAccessToken: null });
        if (token !== null) await api.signOut(token);
      },
      change: async (edit) => {
        const token = localStorage.getItem(STORAGE_KEY) ?? '';
        const done = await edit(token);
        await enter(token);
        return done;
      },
    }),
    [customer, enter, setBuyer, track],
  );

  return (
    <AccountContext.Provider value={account}>
      {children}
    </AccountContext.Provider>
  );
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
