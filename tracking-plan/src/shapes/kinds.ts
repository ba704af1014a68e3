/** The kinds of property there are. Each is described where it is used; unit and format are the same everywhere. */
import { z } from 'zod';

const kind = <Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  unit?: string,
): Schema => schema.meta({ description, ...(unit !== undefined && { unit }) });

export const text = (description: string) => kind(z.string(), description);

/** An id is text, also where it is made of digits: numbers lose digits beyond 2^53. */
export const id = (description: string) =>
  kind(z.string().min(1), description, 'id');

/** An amount as a decimal number of the currency named beside it, e.g. `19.99`. */
export const amount = (description: string) =>
  kind(z.number(), description, 'decimal number in `currency`');

export const currency = kind(
  z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code in capitals, such as EUR'),
  'The currency of every amount in this event.',
  'ISO 4217 code',
);

export const count = (description: string) =>
  kind(z.int().min(0), description, 'whole number');

/** A place in a sequence, from 1. */
export const position = (description: string) =>
  kind(z.int().min(1), description, 'whole number, from 1');

export const flag = (description: string) => kind(z.boolean(), description);

export const time = (description: string) =>
  kind(z.iso.datetime({ offset: true }), description, 'ISO 8601 time');

export const url = (description: string) =>
  kind(z.url(), description, 'address');

export const email = (description: string) =>
  kind(z.email(), description, 'email address');

export const phone = (description: string) =>
  kind(z.string().min(1), description, 'phone number, E.164 where known');

/** Anything a tool may have put there; neither read nor checked. */
export const anything = (description: string) => kind(z.unknown(), description);

export const list = <Item extends z.ZodType>(item: Item, description: string) =>
  kind(z.array(item), description);
