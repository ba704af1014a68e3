import { isObject, type Json } from '../shopify/payload.ts';
import { templateError, type Compiled, type TemplateError } from './compile.ts';

/** What a template returned, as JSON; or what went wrong. */
export type Evaluation =
  { readonly status: 'returned'; readonly json: string } | TemplateError;

/** More than this is no event: Segment takes 32 KB. In characters. */
const MAX_RESULT = 1_000_000;

/** Evaluates a template over one input. Never rejects. */
export async function evaluate(
  { expression, text }: Compiled,
  input: Json,
): Promise<Evaluation> {
  let json: string | undefined;
  try {
    // By name as well: within a transform, `webhook` would be looked for in what is transformed.
    const result: unknown = await expression.evaluate(input, { ...input });
    json = isObject(result) ? JSON.stringify(result, withoutProto) : undefined;
  } catch (error) {
    return templateError(error, text);
  }
  const wrong = (message: string): TemplateError => ({
    status: 'wrong',
    code: undefined,
    message,
    place: undefined,
  });
  // A function of JSONata is an object as well, and no JSON.
  if (json?.startsWith('{') !== true)
    return wrong('it returned no object: it must return the message');
  if (json.length > MAX_RESULT)
    return wrong('it returned more than a million characters');
  return { status: 'returned', json };
}

/** JSONata itself is safe from it; whoever merges the result may not be. Functions have no place in a message. */
function withoutProto(key: string, value: unknown): unknown {
  return key === '__proto__' ||
    (typeof value === 'object' &&
      value !== null &&
      '_jsonata_function' in value)
    ? undefined
    : value;
}
