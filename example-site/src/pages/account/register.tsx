import { Link, navigate, type HeadFC } from 'gatsby';
import * as React from 'react';
import { PageHead } from '../../components/page-head';
import { Field, SubmitForm } from '../../components/submit-form';
import { useAccount } from '../../shop/account';

export default function RegisterPage() {
  const { signUp } = useAccount();
  return (
    <div className="narrow">
      <h1>Create an account</h1>
      {/* Signed Up: src/shop/account.tsx. */}
      <SubmitForm
        button="Create it"
        onSubmit={async (text) => {
          await signUp({
            firstName: text('firstName'),
            lastName: text('lastName'),
            email: text('email'),
            password: text('password'),
          });
          navigate('/account/');
        }}
      >
        <Field label="First name" name="firstName" autoComplete="given-name" />
        <Field label="Last name" name="lastName" autoComplete="family-name" />
        <Field label="Email" name="email" type="email" autoComplete="email" />
        <Field
          label="Password"
          name="password"
          type="password"
          minLength={5}
          autoComplete="new-password"
        />
      </SubmitForm>
      <p>
        <Link to="/account/">I have one</Link>
      </p>
    </div>
  );
}

export const Head: HeadFC = () => (
  <PageHead
    title="Create an account"
    description="See your orders, and keep your addresses."
  />
);
