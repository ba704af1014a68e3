/** Names as Segment asks for them. @see https://segment.com/academy/collecting-data/naming-conventions-for-clean-data/ */

// Small words stay small, and two words may be joined: "Email Marked as Spam", "Subscription Auto-Renewed".
const EVENT_NAME =
  /^[A-Z][a-z]+(-[A-Z][a-z]+)?( ([A-Z][a-z]+(-[A-Z][a-z]+)?|to|from|as|of|in|on))*$/;

const PROPERTY_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

// Segment's own traits that are not written in snake_case.
const RESERVED_TRAITS = ['firstName', 'lastName', 'createdAt'];

/** True for "Object Action" in Title Case. */
export function isEventName(name: string): boolean {
  return EVENT_NAME.test(name);
}

/** True for snake_case. */
export function isPropertyName(
  name: string,
  type: 'track' | 'identify',
): boolean {
  return (
    PROPERTY_NAME.test(name) ||
    (type === 'identify' && RESERVED_TRAITS.includes(name))
  );
}
