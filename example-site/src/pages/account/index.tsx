import { Link, type HeadFC } from 'gatsby';
import * as React from 'react';
import { Addresses } from '../../components/addresses';
import { PageHead } from '../../components/page-head';
import { Field, SubmitForm } from '../../components/submit-form';
import { useAccount } from '../../shop/account';
import type { Customer } from '../../shop/account-api';
import { formatMoney } from '../../shop/products';

export default function AccountPage() {
  const { customer } = useAccount();
  return customer ? <Account customer={customer} /> : <SignIn />;
}

function SignIn() {
  const { signIn } = useAccount();
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      {/* Login Started and Signed In: src/shop/account.tsx. */}
      <SubmitForm
        button="Sign in"
        onSubmit={(text) => signIn(text('email'), text('password'))}
      >
        <Field label="Email" name="email" type="email" autoComplete="email" />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
        />
      </SubmitForm>
      <p>
        <Link to="/account/register/">Create an account</Link> ·{' '}
        <Link to="/account/recover/">I forgot my password</Link>
      </p>
    </div>
  );
}

function Account({ customer }: { readonly customer: Customer }) {
  const { signOut } = useAccount();
  const { firstName, email, orders, addresses } = customer;
  return (
    <>
      <h1>Hello, {firstName ?? email}</h1>
      <p>
        Signed in as {email}.{' '}
        <button type="button" className="link" onClick={() => void signOut()}>
          Sign out
        </button>
      </p>
      <h2>Orders</h2>
      {orders.nodes.length === 0 ? (
        <p>None yet.</p>
      ) : (
        <ul className="rows">
          {orders.nodes.map(({ id, name, processedAt, totalPrice }) => (
            <li key={id}>
              <strong>{name}</strong>
              <time dateTime={processedAt}>
                {new Date(processedAt).toLocaleDateString('en')}
              </time>
              <span className="amount">{formatMoney(totalPrice)}</span>
            </li>
          ))}
        </ul>
      )}
      <h2>Addresses</h2>
      <Addresses addresses={addresses.nodes} />
    </>
  );
}

export const Head: HeadFC = () => (
  <PageHead title="Account" description="Your orders and your addresses." />
);
