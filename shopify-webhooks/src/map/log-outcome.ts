import type { Logger } from 'pino';
import type { WebhookOutcome } from '../store/store.ts';
import type { Webhook } from '../webhook.ts';

/** Says what became of a webhook: nothing personal, and nothing of what it holds. Undefined: somebody else will say. */
export function logOutcome(
  log: Logger,
  { topic, shop, key }: Webhook,
  outcome: WebhookOutcome | undefined,
): void {
  const details = { topic, shop, key };
  if (!outcome) {
    log.info(
      details,
      'left alone: it took too long, and another worker has it',
    );
    return;
  }
  switch (outcome.status) {
    case 'mapped': {
      const flags = outcome.messages.flatMap((message) => message.flags);
      const blocked = outcome.messages.flatMap(
        (message) => message.blocked ?? [],
      );
      if (blocked.length > 0)
        log.error({ ...details, blocked }, 'dead: the plan does not allow it');
      else if (flags.length > 0)
        log.warn(
          { ...details, flags },
          'mapped, but the plan misses something',
        );
      else
        log.info(
          {
            ...details,
            messages: outcome.messages.length,
            decision: outcome.messages[0]?.decision,
          },
          'mapped',
        );
      return;
    }
    case 'ignored':
    case 'withheld':
    case 'parked':
    case 'erased':
      log.info(details, `${outcome.status}: ${outcome.reason}`);
      return;
    case 'dead':
      log.warn(details, `dead: ${outcome.reason}`);
      return;
  }
}
