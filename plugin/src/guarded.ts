/** What the site or its consent platform does wrong must not take the page down: it is said, and the shop goes on. */
export function guarded<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    console.error('gatsby-plugin-storefront-events:', error);
    return undefined;
  }
}
