/** Events that arrive from email tools. @see https://segment.com/docs/connections/spec/email/ */
import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { id, text } from '../shapes/kinds.ts';

const SPEC = 'https://segment.com/docs/connections/spec/email/';
const usedBy = 'Marketing: how messages are received.';

const fields = {
  email_id: id('The message, in the tool that sent it.').optional(),
  email_subject: text('Its subject.').optional(),
  campaign_id: id('The campaign it belongs to.').optional(),
  campaign_name: text('The name of the campaign.').optional(),
};

const linked = {
  link_id: id('The link.').optional(),
  link_url: text('Where it leads.').optional(),
};

const message = z.strictObject(fields);

const example = {
  email_id: '18vzF7u3z',
  email_subject: 'First flush is here',
  campaign_id: '123',
  campaign_name: 'Spring',
};

export const emailDelivered = defineEvent({
  name: 'Email Delivered',
  source: 'back-end',
  description: 'A message was taken by the recipient’s mail server.',
  usedBy,
  spec: `${SPEC}#email-delivered`,
  properties: message,
  example,
});

export const emailOpened = defineEvent({
  name: 'Email Opened',
  source: 'back-end',
  description: 'A recipient, or their mail program, has opened a message.',
  usedBy,
  spec: `${SPEC}#email-opened`,
  aliases: ['Opened Email'],
  properties: message,
  example,
});

export const emailLinkClicked = defineEvent({
  name: 'Email Link Clicked',
  source: 'back-end',
  description: 'A recipient has followed a link in a message.',
  usedBy,
  spec: `${SPEC}#email-link-clicked`,
  aliases: ['Email Clicked', 'Clicked Email'],
  properties: z.strictObject({ ...fields, ...linked }),
  example: { ...example, link_url: 'https://shop.example/products/sencha/' },
});

export const emailBounced = defineEvent({
  name: 'Email Bounced',
  source: 'back-end',
  description: 'A message could not be delivered.',
  usedBy,
  spec: `${SPEC}#email-bounced`,
  aliases: ['Bounced Email'],
  properties: message,
  example,
});

export const emailMarkedAsSpam = defineEvent({
  name: 'Email Marked as Spam',
  source: 'back-end',
  description: 'A recipient has called a message spam.',
  usedBy,
  spec: `${SPEC}#email-marked-as-spam`,
  aliases: ['Email Marked As Spam', 'Marked Email as Spam'],
  properties: message,
  example,
});

export const unsubscribed = defineEvent({
  name: 'Unsubscribed',
  source: 'back-end',
  description: 'A recipient wants no more messages.',
  usedBy: 'Marketing: who must not be written to.',
  spec: `${SPEC}#unsubscribed`,
  aliases: ['Email Unsubscribed'],
  properties: z.strictObject({
    ...fields,
    list_id: id('The list they left.').optional(),
    list_name: text('Its name.').optional(),
  }),
  example: { ...example, list_id: 'newsletter' },
});
