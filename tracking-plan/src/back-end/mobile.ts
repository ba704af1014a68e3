/** Events that arrive from apps and push tools. @see https://segment.com/docs/connections/spec/mobile/ */
import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { text } from '../shapes/kinds.ts';

const SPEC = 'https://segment.com/docs/connections/spec/mobile/';
const usedBy = 'Marketing: how messages and links bring people to the app.';

const push = z.strictObject({
  action: text(
    'What the recipient chose, where the message offers it.',
  ).optional(),
  campaign: z
    .strictObject({
      name: text('The campaign.').optional(),
      source: text('The tool that sent it.').optional(),
      medium: text('"Push".').optional(),
      content: text('What it says.').optional(),
    })
    .meta({ description: 'Where the message belongs.' })
    .optional(),
});

const examplePush = {
  campaign: { name: 'Spring', source: 'Klaviyo', medium: 'Push' },
};

const link = z.strictObject({
  provider: text('The tool that made the link.').optional(),
  url: text('The link.'),
  referring_application: text('Where it was followed.').optional(),
});

const exampleLink = { provider: 'Branch', url: 'kettle://products/sencha' };

export const pushNotificationReceived = defineEvent({
  name: 'Push Notification Received',
  source: 'back-end',
  description: 'A push message has reached a device.',
  usedBy,
  spec: `${SPEC}#push-notification-received`,
  properties: push,
  example: examplePush,
});

export const pushNotificationTapped = defineEvent({
  name: 'Push Notification Tapped',
  source: 'back-end',
  description: 'Somebody has followed a push message.',
  usedBy,
  spec: `${SPEC}#push-notification-tapped`,
  properties: push,
  example: examplePush,
});

export const deepLinkClicked = defineEvent({
  name: 'Deep Link Clicked',
  source: 'back-end',
  description: 'Somebody has followed a link into the app.',
  usedBy,
  spec: `${SPEC}#deep-link-clicked`,
  properties: link,
  example: exampleLink,
});

export const deepLinkOpened = defineEvent({
  name: 'Deep Link Opened',
  source: 'back-end',
  description: 'The app has opened at a link.',
  usedBy,
  spec: `${SPEC}#deep-link-opened`,
  properties: link,
  example: exampleLink,
});
