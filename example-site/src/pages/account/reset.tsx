import { navigate, type HeadFC, type PageProps } from 'gatsby';
import * as React from 'react';
import { PageHead } from '../../components/page-head';
import { Field, SubmitForm } from '../../components/submit-form';
import { useAccount } from '../../shop/account';

/** Where the mail's link leads. Its token stands after the #, where no server and no event sees it. */
export default function ResetPage({ location }: PageProps) {
  const { resetPassword } = useAccount();
  return (
    <div className="narrow">
      <h1>Choose a new password</h1>
      {/* Password Reset Completed: src/shop/account.tsx. */}
      <SubmitForm
        button="Take this one"
        onSubmit={async (text) => {
          const link = new URLSearchParams(location.hash.slice(1));
          await resetPassword(
            link.get('customer') ?? '',
            link.get('token') ?? '',
            text('password'),
          );
          navigate('/account/');
        }}
      >
        <Field
          label="New password"
          name="password"
          type="password"
          minLength={5}
          autoComplete="new-password"
        />
      </SubmitForm>
    </div>
  );
}

export const Head: HeadFC = () => (
  <PageHead title="New password" description="Choose a new password." />
);
