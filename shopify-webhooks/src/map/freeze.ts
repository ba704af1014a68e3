import { extendPlan } from '@storefront-events/plan';
import {
  describeViolation,
  validateMessage,
} from '@storefront-events/plan/validate';
import type { MapSettings } from '../map-settings.ts';
import type { Draft, OutgoingMessage } from '../message.ts';
import { fitted } from './fit-message.ts';
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
  { message, basis, decision }: Draft,
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
  return {
    messageId: message.messageId,
    event: message.type === 'track' ? message.event : message.type,
    body: fitted(kept),
    blocked: blocks.length > 0 ? blocks.join('; ') : undefined,
    flags,
    basis,
    decision,
  };
}
