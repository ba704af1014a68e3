import { z } from 'zod';

/** An amount as a decimal number in the currency named beside it, e.g. `19.99`. */
export const amount = (description: string) => z.number().describe(description);

/** An ISO 4217 currency code, e.g. `EUR`. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 code in capitals, such as EUR')
  .describe('ISO 4217 code of the currency of every amount in this event.');
