import type { ConsentOptions } from '../options.ts';

/** ISO 3166-1, or 3166-2 for a part of a country: `DE`, `US-CA`. */
const REGION = /^[A-Z]{2}(-[A-Z\d]{1,3})?$/;

/** How long the answer may take, in milliseconds. Until then, and without one, the region is unknown. */
const TIMEOUT_MS = 3000;

/**
 * Asks the owner's own endpoint where the visitor is; never an address look-up service. Undefined where the answer
 * names no region.
 */
export async function askRegion(
  { url, header }: NonNullable<ConsentOptions['region']>,
  { fetch }: Pick<Window, 'fetch'>,
): Promise<string | undefined> {
  const answer = await fetch(url, {
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = header ? answer.headers.get(header) : await answer.text();
  const region = text?.trim().toUpperCase() ?? '';
  return answer.ok && REGION.test(region) ? region : undefined;
}
