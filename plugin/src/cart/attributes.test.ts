import {
  decodeConsent,
  type CartAttribute,
} from '@storefront-events/plan/wire';
import { UNDECIDED, type Consent } from '../consent/consent.ts';
import { cartAttributes as attributesFor } from './attributes.ts';

const decided = (
  analytics: boolean,
  decidedAt = '2026-11-21T10:00:00.000Z',
): Consent => ({
  status: 'decided',
  categoryPreferences: { analytics },
  gpc: false,
  policyVersion: '1',
  decidedAt,
});

const gift = { key: 'gift_note', value: 'For Ada' };

const written = (...args: Parameters<typeof cartAttributes>) =>
  Object.fromEntries(
    cartAttributes(...args).map(({ key, value }) => [key, value]),
  );

const cartAttributes = (
  current: readonly CartAttribute[],
  consent: Consent,
  anonymousId: string | undefined,
  campaign?: string,
) => attributesFor(current, { consent, anonymousId, campaign });

describe("a cart's attributes", () => {
  it('are left alone while the visitor has not decided', () => {
    const current = [gift];
    expect(cartAttributes(current, UNDECIDED.consent, undefined)).toBe(current);
  });

  it('carry the choice and no id after a refusal', () => {
    const attributes = written([gift], decided(false), undefined);
    expect(Object.keys(attributes)).toEqual([
      'gift_note',
      '_storefront_consent',
    ]);
    expect(decodeConsent(attributes['_storefront_consent'])).toMatchObject({
      status: 'decided',
      consent: { categoryPreferences: { analytics: false } },
    });
  });

  it('carry the anonymous id too after a grant', () => {
    expect(written([gift], decided(true), 'visitor-1')).toMatchObject({
      gift_note: 'For Ada',
      _storefront_anonymous_id: 'visitor-1',
    });
  });

  it('lose the id after a withdrawal', () => {
    const before = cartAttributes([gift], decided(true), 'visitor-1');
    const after = written(before, decided(false), undefined);
    expect(Object.keys(after)).toEqual(['gift_note', '_storefront_consent']);
  });

  it('lose everything of ours when a choice has expired', () => {
    const before = cartAttributes([gift], decided(true), 'visitor-1');
    expect(cartAttributes(before, UNDECIDED.consent, undefined)).toEqual([
      gift,
    ]);
  });

  it('keep a later choice, which another tab has made', () => {
    const refused = cartAttributes(
      [gift],
      decided(false, '2026-11-21T11:00:00.000Z'),
      undefined,
    );
    expect(cartAttributes(refused, decided(true), 'visitor-1')).toBe(refused);
    expect(
      cartAttributes(
        refused,
        decided(true, '2026-11-21T12:00:00.000Z'),
        'visitor-1',
      ),
    ).not.toBe(refused);
  });

  it('are not written again where nothing has changed', () => {
    const before = cartAttributes([gift], decided(true), 'visitor-1');
    expect(cartAttributes(before, decided(true), 'visitor-1')).toBe(before);
  });

  it('carry the campaign after a grant, and not after a no', () => {
    const granted = cartAttributes(
      [gift],
      decided(true),
      'visitor-1',
      'utm_source=mail',
    );
    expect(granted).toContainEqual({
      key: '_storefront_campaign',
      value: 'utm_source=mail',
    });
    const withdrawn = cartAttributes(
      granted,
      decided(false, '2026-11-21T11:00:00.000Z'),
      undefined,
      undefined,
    );
    expect(withdrawn.map(({ key }) => key)).toEqual([
      'gift_note',
      '_storefront_consent',
    ]);
  });

  it('keep a no where ours is only what silence is taken for', () => {
    const refused = cartAttributes([gift], decided(false), undefined);
    const implied: Consent = {
      ...decided(true, '2026-11-21T12:00:00.000Z'),
      status: 'implied',
    } as Consent;
    expect(cartAttributes(refused, implied, 'visitor-1')).toBe(refused);
  });

  it('carry our no, whatever later time the cart has', () => {
    const granted = cartAttributes(
      [gift],
      decided(true, '2026-11-21T12:00:00.000Z'),
      'visitor-1',
    );
    const ours = cartAttributes(granted, decided(false), undefined);
    expect(ours.map(({ key }) => key)).toEqual([
      'gift_note',
      '_storefront_consent',
    ]);
  });
});
