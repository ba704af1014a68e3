/** A time as Shopify writes it: to the second. */
export function timeText(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
