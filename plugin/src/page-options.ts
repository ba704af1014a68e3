/** What `page()` calls a page. */
export interface PageName {
  readonly name: string;
  readonly category?: string;
}

export interface PageOptions {
  /** What pages are called: the first that fits. `*` in a path stands for anything but nothing. */
  readonly names?: readonly PageNaming[];
  /** What Gatsby's 404 page is called, whatever its path. Default `Not Found`. */
  readonly notFound?: string;
  /** Whether a changed query is a new page. Default false. */
  readonly query?: boolean;
  /** Whether a changed hash is a new page. Default false. */
  readonly hash?: boolean;
}

export interface PageNaming extends PageName {
  readonly path: string;
}
