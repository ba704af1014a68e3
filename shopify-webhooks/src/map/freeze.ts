import { extendPlan } from '@storefront-events/plan';
import {
  describeViolation,
  validateMessage,
} from '@storefront-events/plan/validate';
import type { MapSettings } from '../map-settings.ts';
import type { Draft, OutgoingMessage } from '../message.ts';
import { fits, fitted, MAX_MESSAGE_BYTES } from './fit-message.ts';
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
 */
export function freeze(
  { message, basis, decision, template }: Draft,
  settings: Pick<MapSettings, 'leaveOut'>,
): OutgoingMessage {
  const kept = leaveOut(message, settings.leaveOut);
  const violations = validateMessage(kept, 'back-end', plan);
  const blocks: string[] = [];
  const flags: string[] = [];
  for (const violation of violations)
    (violation.severity === 'block' ? blocks : flags).push(
      describeViolation(violation),
    );
  const body = fitted(kept);
  if (!fits(body))
    blocks.push(
      `it is larger than the ${String(MAX_MESSAGE_BYTES)} bytes that Segment takes`,
    );
  const blocked = blocks.join('; ');
  return {
    messageId: message.messageId,
    event: message.type === 'track' ? message.event : message.type,
    body,
    blocked:
      blocked === '' || template === undefined
        ? blocked || undefined
        : `template ${template}: ${blocked}`,
    flags,
    basis,
    decision,
  };
}
