/** A page as Segment describes it in `context.page`. */
export interface Page {
  readonly path: string;
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
  readonly search: string;
}

/** The parts of a location that name a page. */
export type PageLocation = Pick<
  Location,
  'href' | 'pathname' | 'search' | 'hash'
>;

/** The longest wait for a title, in milliseconds. A page without a title of its own is reported after it. */
export const TITLE_CEILING_MS = 3000;

/**
 * Resolves when Gatsby's Head API has put the new page's title in place. After a route change it first removes the
 * old page's head elements, which leaves the title empty, and appends the new ones some milliseconds later (measured
 * 7 to 572 ms), so that any fixed delay is sometimes wrong. Call it at the route change, before React's effects run.
 *
 * @returns how to stop waiting; `onTitle` is called exactly once unless stopped.
 */
export function awaitTitle(
  document: Document,
  onTitle: (title: string) => void,
): () => void {
  const stop = () => {
    observer.disconnect();
    clearTimeout(ceiling);
  };
  const settle = () => {
    stop();
    onTitle(document.title);
  };
  const observer = new MutationObserver((mutations) => {
    const headArrived = mutations.some((mutation) =>
      Array.from(mutation.addedNodes).some(
        (node) =>
          node instanceof Element &&
          (node.nodeName === 'TITLE' || node.hasAttribute('data-gatsby-head')),
      ),
    );
    if (headArrived && document.title !== '') settle();
  });
  observer.observe(document.head, { childList: true });
  const ceiling = setTimeout(settle, TITLE_CEILING_MS);
  return stop;
}
