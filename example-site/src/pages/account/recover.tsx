import type { HeadFC } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { PageHead } from '../../components/page-head';
import { Field, SubmitForm } from '../../components/submit-form';
import { recoverPassword } from '../../shop/account-api';

export default function RecoverPage() {
  const [isSent, setSent] = React.useState(false);
  const track = useTrack();
  return (
    <div className="narrow">
      <h1>Forgotten password</h1>
      {isSent ? (
        <p role="status">
          We have sent you a mail. Its link lets you choose a new one.
        </p>
      ) : (
        <SubmitForm
          button="Send me a link"
          onSubmit={async (text) => {
            track('Password Reset Started', { email: text('email') });
            await recoverPassword(text('email'));
            setSent(true);
          }}
        >
          <Field label="Email" name="email" type="email" autoComplete="email" />
        </SubmitForm>
      )}
    </div>
  );
}

export const Head: HeadFC = () => (
  <PageHead
    title="Forgotten password"
    description="Have a link sent to you that lets you choose a new password."
  />
);
