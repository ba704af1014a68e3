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
  let result: unknown;
  try {
    // By name as well: within a transform, `webhook` would be looked for in what is transformed.
    result = await expression.evaluate(input, { ...input });
  } catch (error) {
    return templateError(error, text);
  }
  const json = isObject(result) ? toJson(result) : undefined;
  const wrong = (message: string): TemplateError => ({
    status: 'wrong',
    code: undefined,
    message,
    place: undefined,
  });
  if (json === undefined)
    return wrong(
      'it returned no message: that is an object, without functions',
    );
  if (json.length > MAX_RESULT)
    return wrong('it returned more than a million characters');
  return { status: 'returned', json };
}

/** A result as JSON; undefined if there is a function in it. Searching the text is quicker than looking at every key. */
function toJson(result: Json): string | undefined {
  let json: string;
  try {
    json = JSON.stringify(result);
  } catch {
    // A function that was written in a template holds itself; JSONata's own are marked.
    return undefined;
  }
  if (json.includes('"_jsonata_function":true')) return undefined;
  // JSONata is safe from such a key; whoever merges the result may not be.
  return json.includes('"__proto__"')
    ? JSON.stringify(result, (key, value: unknown) =>
        key === '__proto__' ? undefined : value,
      )
    : json;
}
