import type { HeadFC } from 'gatsby';
import { useConsent } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { openConsent } from '../components/consent-banner';
import { PageHead } from '../components/page-head';

const STATUS = {
  unknown: 'You have not decided yet. Nothing is measured.',
  granted: 'You have agreed.',
  refused: 'You have refused. Nothing is measured.',
};

/** What the shop knows of the visitor's choice, and the way to change it. */
export default function PrivacyPage() {
  const { status, categories, gpc, expiresAt } = useConsent();
  return (
    <>
      <h1>Your privacy</h1>
      <p>{STATUS[status]}</p>
      {status !== 'unknown' && (
        <ul>
          {Object.entries(categories).map(([category, granted]) => (
            <li key={category}>
              {category}: {granted ? 'yes' : 'no'}
            </li>
          ))}
        </ul>
      )}
      {gpc === 'honoured' && (
        <p>Your browser sends Global Privacy Control. We honour it.</p>
      )}
      {expiresAt !== undefined && (
        <p>
          We ask you again on{' '}
          <time dateTime={expiresAt}>
            {new Date(expiresAt).toLocaleDateString('en')}
          </time>
          .
        </p>
      )}
      <button type="button" onClick={openConsent}>
        Change my mind
      </button>
      <h2>What is stored in your browser</h2>
      <p>
        Your cart, your wishlist, that you are signed in, and this choice. If
        you agree: an id that tells one browser from another, and the campaign
        that brought you. It goes when you take your yes back.
      </p>
    </>
  );
}

export const Head: HeadFC = () => (
  <PageHead
    title="Privacy"
    description="What this shop knows of you, and how you change it."
  />
);
