import fc from 'fast-check';
import {
  decodeCampaign,
  encodeCampaign,
  MAX_CAMPAIGN_LENGTH,
} from './campaign.ts';

describe('a campaign', () => {
  it('is what stands behind utm_, by the names of Segment, and nothing else of an address', () => {
    const text = encodeCampaign(
      '?utm_source=mail&utm_campaign=spring%20tea&gclid=secret&email=ada@x.example',
    );
    expect(text).toBe('utm_source=mail&utm_campaign=spring+tea');
    expect(decodeCampaign(text)).toEqual({
      source: 'mail',
      name: 'spring tea',
    });
  });

  it.each(['', '?', '?q=tea', '?utm_source=', '?UTM_SOURCE=mail', '?utm_=x'])(
    'is none in %p',
    (search) => {
      expect(encodeCampaign(search)).toBeUndefined();
      expect(decodeCampaign(search)).toBeUndefined();
    },
  );

  it('is bounded', () => {
    expect(
      encodeCampaign(`?utm_source=${'x'.repeat(MAX_CAMPAIGN_LENGTH)}`),
    ).toBeUndefined();
    const many = Array.from(
      { length: 20 },
      (_, index) => `utm_${String.fromCharCode(97 + index)}=1`,
    ).join('&');
    expect(Object.keys(decodeCampaign(many) ?? {})).toHaveLength(10);
  });

  it('is read without throwing, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        decodeCampaign(value);
        const campaign = decodeCampaign(`utm_source=${text}`);
        expect(Object.values(campaign ?? {}).every((field) => field)).toBe(
          true,
        );
      }),
    );
  });
});
