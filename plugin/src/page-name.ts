import { pathPrefix } from './gatsby-page.ts';
import { guarded } from './guarded.ts';
import type { PageName, PageOptions } from './page-options.ts';
import type { Page } from './page.ts';

export interface Naming extends Pick<PageOptions, 'names' | 'notFound'> {
  /** The site's own function; it may throw. */
  readonly pageName:
    ((page: Page) => string | PageName | undefined) | undefined;
  /** Gatsby shows its 404 page there. */
  readonly isNotFound: boolean;
}

const NOT_FOUND = 'Not Found';

/** The name of a page: of the 404 page, by the site's function, by the first pattern it fits; else none. */
export function nameOfPage(
  page: Page,
  { names = [], notFound = NOT_FOUND, pageName, isNotFound }: Naming,
): PageName | undefined {
  // First: the path of what is not there says nothing of what is shown.
  if (isNotFound) return { name: notFound };
  const own = pageName && guarded(() => pageName(page));
  if (own !== undefined) return typeof own === 'string' ? { name: own } : own;
  return names.find(({ path }) => fits(page.path, path));
}

/** `*` stands for anything but nothing; a slash at the end makes no difference. */
function fits(path: string, pattern: string): boolean {
  const source = withoutSlash(pattern)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+');
  return new RegExp(`^${source}$`).test(withoutSlash(readable(path)));
}

/** The path as the owner writes it: without the site's prefix, `é` as such. */
function readable(path: string): string {
  const prefix = pathPrefix();
  const own =
    prefix && path.startsWith(prefix) ? path.slice(prefix.length) : path;
  try {
    return decodeURI(own);
  } catch {
    return own;
  }
}

const withoutSlash = (path: string) => path.replace(/\/$/, '');
