import { randomInt } from 'node:crypto';

/** 18 digits: more than a JavaScript number holds exactly, as Shopify's own test orders have. */
export function largeId(): string {
  const digits = (count: number) =>
    String(randomInt(10 ** count)).padStart(count, '0');
  return `8${digits(8)}${digits(9)}`;
}
