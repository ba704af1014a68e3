import { getStorefront, useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { textIn } from './form-text';

/** Asks for an address. With it, the visitor is somebody: after a yes, their traits say so. */
export function Newsletter() {
  const [isDone, setDone] = React.useState(false);
  const track = useTrack();

  const subscribe = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = textIn(event.currentTarget, 'email');
    track('Email Captured', {
      email,
      placement_component: 'footer newsletter',
      placement_page: window.location.pathname,
    });
    getStorefront().identify(undefined, { email });
    setDone(true);
  };

  if (isDone) return <p role="status">Thank you. We write once a season.</p>;
  return (
    <form onSubmit={subscribe} className="newsletter">
      <label>
        New teas, once a season{' '}
        <input
          type="email"
          name="email"
          required
          autoComplete="email"
          placeholder="you@example.com"
        />
      </label>
      <button type="submit" className="quiet">
        Subscribe
      </button>
    </form>
  );
}
