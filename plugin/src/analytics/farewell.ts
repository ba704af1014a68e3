import type { Farewell } from './port.ts';

/** How long it may take, in milliseconds. */
const TIMEOUT_MS = 2000;

const SEGMENT = 'https://api.segment.io/v1';

/**
 * Tells Segment that the visitor withdrew, so that its record of their preferences is right. Not through Analytics.js,
 * which would add the browser, the page and the campaign: only their answers and their id are said. Never rejects.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#track
 */
export async function bidFarewell(
  { fetch }: Pick<Window, 'fetch'>,
  {
    writeKey,
    apiHost = SEGMENT,
  }: {
    readonly writeKey: string;
    readonly apiHost: string | undefined;
  },
  { messageId, timestamp, anonymousId, categoryPreferences }: Farewell,
): Promise<void> {
  try {
    await fetch(`${apiHost.replace(/\/$/, '')}/t`, {
      method: 'POST',
      // Of a type that needs no preflight, which would not survive the page.
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({
        type: 'track',
        event: 'Segment Consent Preference Updated',
        writeKey,
        messageId,
        timestamp,
        sentAt: timestamp,
        anonymousId,
        properties: {},
        context: { consent: { categoryPreferences } },
      }),
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    // It is a courtesy: the visitor is gone either way.
  }
}
