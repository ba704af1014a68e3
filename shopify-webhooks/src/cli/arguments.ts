import { InvalidArgumentError } from 'commander';

/** The id of a customer. */
export function customerId(text: string): string {
  if (!/^\d{1,20}$/.test(text))
    throw new InvalidArgumentError(
      'It must be a number, such as 706405506930.',
    );
  return text;
}

/** A number of things. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time, or how long ago: in milliseconds since 1970. */
export function time(text: string): number {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (unit !== undefined)
    return Date.now() - Number(count) * UNITS[unit as keyof typeof UNITS];
  const milliseconds = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(
    text,
  )
    ? Date.parse(text)
    : NaN;
  if (isNaN(milliseconds))
    throw new InvalidArgumentError(
      'It must be a time such as 2026-11-01 or 2026-11-01T10:00:00Z, or how long ago, such as 30m, 2h or 7d.',
    );
  return milliseconds;
}

/** The id of a webhook or message, or its beginning. */
export function recordId(text: string): string {
  if (!/^(shopify-)?[0-9a-f]{1,64}$/.test(text))
    throw new InvalidArgumentError(
      'It must be an id from "storefront-events dead list", or its beginning.',
    );
  return text;
}
