import type { SegmentMessage } from '../message.ts';

/** Which messages each template is for, by the name of its file. */
const FILES = {
  'checkout-started.jsonata': 'Checkout Started',
  'order-completed.jsonata': 'Order Completed',
  'order-updated.jsonata': 'Order Updated',
  'order-refunded.jsonata': 'Order Refunded',
  'order-cancelled.jsonata': 'Order Cancelled',
  'customer-created.jsonata': 'Customer Created',
  'customer-updated.jsonata': 'Customer Updated',
  'other.jsonata': 'any other event',
} as const;

export type TemplateFile = keyof typeof FILES;

export const TEMPLATE_FILES = Object.keys(FILES) as TemplateFile[];

/** What a template is for, in words. */
export function purposeOf(file: TemplateFile): string {
  return FILES[file];
}

export function isTemplateFile(name: string): name is TemplateFile {
  return Object.hasOwn(FILES, name);
}

/** The template that a message goes through, if there is one. `topic` tells a customer who is new from one who changed. */
export function templateFor(
  message: SegmentMessage,
  topic: string,
): TemplateFile {
  const purpose =
    message.type === 'track'
      ? message.event
      : message.type === 'alias'
        ? undefined
        : topic === 'customers/create'
          ? 'Customer Created'
          : 'Customer Updated';
  return (
    TEMPLATE_FILES.find((file) => FILES[file] === purpose) ?? 'other.jsonata'
  );
}
