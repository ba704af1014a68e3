import { GraphQLError } from 'graphql';

/** The arguments of a list that is answered page by page. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
}

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** Shopify gives at most so many at once. */
const MAX_PAGE = 250;

/**
 * A page of a list. The cursor is made of what names an item, so that it holds where the list has changed before it.
 *
 * @see https://shopify.dev/docs/api/usage/pagination-graphql
 */
export function connection<Node>(
  list: readonly Node[],
  page: PageArguments,
  nameOf: (node: Node) => string,
): Connection<Node> {
  const { first, last } = page;
  if ((first ?? null) === null && (last ?? null) === null)
    throw new GraphQLError('you must provide one of first or last');
  const size = first ?? last ?? 0;
  if (size < 0 || size > MAX_PAGE)
    throw new GraphQLError(
      `${first == null ? 'last' : 'first'} must be between 0 and ${String(MAX_PAGE)}`,
    );
  const all = (page.reverse ? [...list].reverse() : list).map((node) => ({
    cursor: cursorOf(nameOf(node)),
    node,
  }));
  const from = page.after ? placeOf(all, page.after) + 1 : 0;
  const to = page.before ? placeOf(all, page.before) : all.length;
  const between = all.slice(from, to);
  const edges =
    first == null
      ? between.slice(Math.max(between.length - size, 0))
      : between.slice(0, size);
  const start = first == null ? to - edges.length : from;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasPreviousPage: start > 0,
      hasNextPage: start + edges.length < all.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: all.length,
  };
}

function cursorOf(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function placeOf(
  all: readonly { readonly cursor: string }[],
  cursor: string,
): number {
  const place = all.findIndex((each) => each.cursor === cursor);
  if (place === -1) throw new GraphQLError('The cursor is not valid');
  return place;
}
