/**
 * A subquery that is done for each row before it in `FROM`, by an index: `OFFSET 0` keeps the planner from joining in
 * another way. Where many are asked for, and of a table that has just grown it knows little, it would read all of it.
 */
export function lookUp(query: string): string {
  return `LATERAL (${query} OFFSET 0)`;
}
