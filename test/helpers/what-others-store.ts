/**
 * What the example site stores in a visitor's browser without the plugin: the whole list. None of it is by the plugin,
 * Segment or a destination. It stands in docs/consent.md too, and a test holds the two together.
 */
export const WHAT_OTHERS_STORE = [
  {
    name: 'cookie cc_cookie',
    writer: 'vanilla-cookieconsent',
    purpose: 'the choice itself',
    lifetime: '182 days',
    when: 'choice',
  },
  {
    name: 'localStorage cart_id',
    writer: 'the cart',
    purpose: 'which cart is this browser’s',
    lifetime: 'until the next visit after the cart was paid',
    when: 'cart',
  },
  {
    name: 'localStorage customer_token',
    writer: 'the account',
    purpose: 'who is signed in',
    lifetime: 'until they sign out',
    when: 'sign-in',
  },
  {
    name: 'localStorage wishlist',
    writer: 'the wishlist',
    purpose: 'what somebody wishes for',
    lifetime: 'until the browser’s data are cleared',
    when: 'wish',
  },
  {
    name: 'sessionStorage @@scroll|*',
    writer: 'Gatsby',
    purpose: 'where a page was scrolled to, for the back button',
    lifetime: 'until the tab is closed',
    when: 'scroll',
  },
] as const;

/** A written name as the list has it: Gatsby's keys end in the page's own key. */
export function listed(name: string): string {
  return name.replace(/^(sessionStorage @@scroll\|).*/, '$1*');
}
