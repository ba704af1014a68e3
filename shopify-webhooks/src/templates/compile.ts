import { toDecimal, toMinor } from '@storefront-events/plan/money';
import jsonata from 'jsonata';
import {
  currencyCode,
  idOfAnyGid,
  isObject,
  numericId,
} from '../shopify/payload.ts';
import { placeOf, type Place } from './place.ts';

/** JSONata's own guards: milliseconds an evaluation may take, calls within calls, and values in one list. */
const GUARDS = { timeout: 1000, stack: 500, sequence: 10_000 };

export interface Compiled {
  readonly status: 'ok';
  readonly text: string;
  readonly expression: jsonata.Expression;
}

/** A template that is wrong, or a result that is. The message is for whoever wrote it: it may hold values. */
export interface TemplateError {
  readonly status: 'wrong';
  /** JSONata's code, such as S0202; https://docs.jsonata.org/. Undefined where the error is not JSONata's. */
  readonly code: string | undefined;
  readonly message: string;
  readonly place: Place | undefined;
}

/** Compiles a template, once, with its helpers. */
export function compile(text: string): Compiled | TemplateError {
  if (text.trim() === '')
    return {
      status: 'wrong',
      code: undefined,
      message: 'it is empty: a template that changes nothing is "message"',
      place: undefined,
    };
  try {
    const expression = jsonata(text, GUARDS);
    // Without a signature, so that what is missing gives nothing rather than an error.
    expression.registerFunction('money', moneyHelper);
    expression.registerFunction('id', idHelper);
    return { status: 'ok', text, expression };
  } catch (error) {
    return templateError(error, text);
  }
}

/** What JSONata throws, and where in the template. */
export function templateError(error: unknown, text: string): TemplateError {
  const { code, message, position, token } = (error ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    status: 'wrong',
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : 'an error without words',
    place:
      typeof position === 'number' && Number.isFinite(position)
        ? placeOf(text, position, token)
        : undefined,
  };
}

/**
 * `$money(amount, currency)`: an amount as Segment wants it, a number with the decimals of its currency: from Shopify's
 * text, from a sum, or from a `…_set` with `"shop"` or `"presentment"` instead of the currency. Nothing if unreadable.
 */
function moneyHelper(amount: unknown, which: unknown): number | undefined {
  if (isObject(amount)) {
    const money = amount[`${which === 'presentment' ? which : 'shop'}_money`];
    return isObject(money)
      ? decimal(money['amount'], money['currency_code'])
      : undefined;
  }
  return decimal(amount, which);
}

function decimal(amount: unknown, code: unknown): number | undefined {
  const currency = currencyCode(code);
  // Sums of decimals are off in the last of 17 digits; 12 are enough for every price.
  const exact =
    typeof amount === 'number' ? Number(amount.toPrecision(12)) : amount;
  const minor = toMinor(exact, currency);
  return minor === undefined ? undefined : toDecimal(minor, currency);
}

/** `$id(value)`: Shopify's numeric id as text, from a number, a text or a GraphQL id. Nothing if it is none. */
function idHelper(value: unknown): string | undefined {
  return idOfAnyGid(value) ?? numericId(value);
}
