import {
  describeViolation,
  validateMessage,
} from '@storefront-events/plan/validate';
import type { OutgoingMessage, SegmentMessage } from '../message.ts';
import { fitMessage } from './fit-message.ts';

/** Makes a message ready to be kept: within Segment's size, held against the plan, and as JSON. */
export function freeze(
  message: SegmentMessage,
): Omit<OutgoingMessage, 'basis'> {
  const { messageId, event } = message;
  const violations = validateMessage(message, 'back-end');
  const describe = (severity: 'block' | 'flag') =>
    violations
      .filter((violation) => violation.severity === severity)
      .map(describeViolation);
  const blocks = describe('block');
  return {
    messageId,
    event,
    body: JSON.stringify(fitMessage(message)),
    blocked: blocks.length > 0 ? blocks.join('; ') : undefined,
    flags: describe('flag'),
  };
}
