/** The id of a message, from a random UUID: one can tell that it was made here. */
export function messageIdOf(id: string): string {
  return `storefront-${id}`;
}
