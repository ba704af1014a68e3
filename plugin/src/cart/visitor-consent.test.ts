import { UNDECIDED, type Visitor } from '../consent/consent.ts';
import { visitorConsent } from './visitor-consent.ts';

const refusedMarketing: Visitor = {
  ...UNDECIDED,
  consent: {
    status: 'decided',
    categoryPreferences: { statistics: true, ads: false },
    gpc: false,
    policyVersion: '1',
    decidedAt: '2026-11-21T10:00:00.000Z',
  },
};

it("gives Shopify the visitor's answers, by the site's own categories", () => {
  expect(
    visitorConsent(refusedMarketing, {
      analytics: 'statistics',
      marketing: 'ads',
      saleOfData: 'ads',
    }),
  ).toEqual({ analytics: true, marketing: false, saleOfData: false });
});

it.each([
  ['nobody has decided', UNDECIDED, { analytics: 'statistics' }],
  ['nothing that was asked is mapped', refusedMarketing, { analytics: 'x' }],
])('says nothing where %s', (_, visitor, mapping) => {
  expect(visitorConsent(visitor, mapping)).toBeUndefined();
});
