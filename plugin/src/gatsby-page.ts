/** What Gatsby leaves in the page for its own scripts; none where it is another version's. */
interface GatsbyWindow {
  readonly ___loader?: {
    readonly loadPageSync?: (
      path: string,
    ) => { readonly page?: { readonly path?: string } } | undefined;
  };
}

declare const __BASE_PATH__: unknown;

const NOT_FOUND = /^\/(404|dev-404-page)(\.html|\/)?$/;

/** True where Gatsby shows its 404 page at this path: an address of the shop's that leads nowhere. */
export function isNotFound(window: Window, path: string): boolean {
  const { ___loader } = window as GatsbyWindow;
  const shown = ___loader?.loadPageSync?.(path);
  return NOT_FOUND.test(shown?.page?.path ?? '');
}

/** The path prefix the site was built with; Gatsby writes it into every script. */
export function pathPrefix(): string {
  return typeof __BASE_PATH__ === 'string' ? __BASE_PATH__ : '';
}
