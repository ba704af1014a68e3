import { basePlan } from '@storefront-events/plan';
import {
  toProtocols,
  valuesSchemaOf,
} from '@storefront-events/plan/segment-protocols';
import { purposeOf, type TemplateFile } from './names.ts';

type Schema = ReturnType<typeof valuesSchemaOf>;

/** A template to begin with: every field as it is without one, so that it changes nothing until it is edited. */
export function ejected(file: TemplateFile): string {
  const purpose = purposeOf(file);
  const isIdentify = purpose.startsWith('Customer ');
  const rule = toProtocols(basePlan).rules.find((one) =>
    isIdentify ? one.type === 'IDENTIFY' : one.key === purpose,
  );
  const values = isIdentify ? 'traits' : 'properties';
  return `${head(file, purpose)}\n${
    rule
      ? `{\n  "${values}": message.${values}.${objectOf(valuesSchemaOf(rule), '  ')}\n}`
      : ANY
  }\n`;
}

const head = (file: string, purpose: string) => `/*
  ${file}: ${purpose === 'any other event' ? 'every event that has no template of its own name' : purpose}.
  As it stands it changes nothing. Edit what you need, delete what you do not want sent.

  You have   message   what the service would send     also as $message
             webhook   what Shopify sent               also as $webhook
             ledger    what is remembered of it        also as $ledger
  You return the message, or what differs of it: event, timestamp, properties, traits, context, integrations,
  userId, anonymousId. What you leave out stays as it was. The messageId, and what a visitor refused, are not yours.

  $money("12.50", "EUR")   a number with the decimals of its currency; also $money(webhook.total_price_set)
  $id(webhook.id)          an id as text, without loss; also of gid://shopify/Order/1

  storefront-events templates check ${file}
  storefront-events templates try ${file} --webhook payload.json
*/`;

/** Only what differs: whatever event it is. */
const ANY = `message ~> |$| {
  /* "integrations": {"Mixpanel": false} */
}|`;

/** An object of JSONata with a line for each property of a schema, and what it means. */
function objectOf(schema: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(schema.properties ?? {}).map(
    ([name, property]) =>
      `${inner}/* ${meaning(name, property)}${itemsOf(name, property, inner)} */\n${inner}"${name}": ${valueOf(name, property, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function meaning(name: string, { description = name }: Schema): string {
  return description.replaceAll('*/', '');
}

/** What each of a list has, and how to change it: as a comment, because it is written anew only where somebody wants to. */
function itemsOf(name: string, { items }: Schema, indent: string): string {
  const properties = Object.entries(items?.properties ?? {});
  const [[first] = ['']] = properties;
  return properties.length === 0
    ? ''
    : ` Of each there is\n${properties
        .map(
          ([item, property]) =>
            `${indent}     ${item}: ${meaning(item, property)}\n`,
        )
        .join(
          '',
        )}${indent}   To write them anew: [${name}.{"${first}": ${first}, …}]`;
}

// In brackets, because JSONata takes one out of a list of one.
function valueOf(
  name: string,
  { items, properties }: Schema,
  indent: string,
): string {
  if (items) return `$exists(${name}) ? [${name}]`;
  return properties && Object.keys(properties).length > 0
    ? `${name}.${objectOf({ properties }, indent)}`
    : name;
}
