import type { Progress } from './deliver/worker.ts';
import { isBearer } from './secret.ts';
import type { Answer, WebhookRequest } from './receive.ts';

export interface CallDependencies {
  readonly token: string;
  /** Works until nothing is due or the time is over; rejects if the store cannot be used. */
  readonly deliver: () => Promise<Progress>;
}

/**
 * Delivers what waits because somebody calls, on hosts without a process that could: a scheduler, with a token. Several
 * calls at once share the work. The body is JSON: a `Progress`, or an `error`.
 */
export async function receiveCall(
  { headers }: Pick<WebhookRequest, 'headers'>,
  { token, deliver }: CallDependencies,
): Promise<Answer> {
  if (!isBearer(headers['authorization'], [token]))
    return { status: 401, body: error('The token is missing or wrong.') };
  try {
    return { status: 200, body: JSON.stringify(await deliver()) };
  } catch (failure) {
    const { code, name } = failure as { code?: unknown; name?: unknown };
    return {
      status: 503,
      body: error('Not delivered; nothing is lost, call again.'),
      log: String(code ?? name),
    };
  }
}

function error(text: string): string {
  return JSON.stringify({ error: text });
}
