import { extendPlan } from '@storefront-events/plan';
import {
  describeViolation,
  validateMessage,
} from '@storefront-events/plan/validate';
import type { MapSettings } from '../map-settings.ts';
import type { Draft, OutgoingMessage } from '../message.ts';
import { fitted } from './fit-message.ts';
import { correctedId } from '../identity.ts';
import { leaveOut } from './leave-out.ts';

/** The plan with the events of the front end that the service can be told to send: then it owns them. */
const plan = extendPlan({
  owners: {
    'Checkout Started': 'back-end',
    'Checkout Step Completed': 'back-end',
    'Email Captured': 'back-end',
  },
});

/**
 * Makes a message ready to be kept: without the personal fields that the shop leaves out, within Segment's size, held
 * against the plan, and as JSON.
 *
 * @param correction how often its webhook was replayed as a correction: such a message has an id of its own
 */
export function freeze(
  { message: draft, basis, decision, template }: Draft,
  settings: Pick<MapSettings, 'leaveOut'>,
  correction = 0,
): OutgoingMessage {
  const messageId = correctedId(draft.messageId, correction);
  const message = { ...draft, messageId };
  const kept = leaveOut(message, settings.leaveOut);
  const violations = validateMessage(kept, 'back-end', plan);
  const blocks: string[] = [];
  const flags: string[] = [];
  for (const violation of violations)
    (violation.severity === 'block' ? blocks : flags).push(
      describeViolation(violation),
    );
  const fit = fitted(kept);
  if (fit.status === 'too large') blocks.push(fit.reason);
  else flags.push(...fit.flags);
  const blocked = blocks.join('; ');
  return {
    messageId: message.messageId,
    event: message.type === 'track' ? message.event : message.type,
    occurredAt: Date.parse(message.timestamp),
    // What is not sent is kept as it was, for whoever looks into it.
    body: fit.status === 'fits' ? fit.body : JSON.stringify(kept),
    blocked:
      blocked === '' || template === undefined
        ? blocked || undefined
        : `template ${template}: ${blocked}`,
    flags,
    basis,
    decision,
  };
}
