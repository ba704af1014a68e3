import fc from 'fast-check';
import {
  decodeVisitor,
  encodeVisitor,
  MAX_VISITOR_LENGTH,
  type VisitorMessage,
} from './visitor.ts';

const message: VisitorMessage = {
  kind: 'choice',
  receiptId: '2633aca5-609c-43d2-a7bd-1670002cd21c',
  cartToken: 'c1-0f3b7d',
  anonymousId: 'visitor-1',
  model: 'opt-in',
  platform: 'vanilla-cookieconsent',
  consent: {
    categoryPreferences: { analytics: true, marketing: false },
    gpc: true,
    policyVersion: '2026-01',
    decidedAt: '2026-11-21T10:00:00.000Z',
  },
};

const wire = (changes: Record<string, unknown>) =>
  JSON.stringify({
    ...(JSON.parse(encodeVisitor(message)) as object),
    ...changes,
  });

describe("a visitor's message", () => {
  it('comes back as it was written, with and without the optional parts', () => {
    const { kind, receiptId, consent } = message;
    const bare: VisitorMessage = { kind, receiptId, consent };
    for (const each of [message, bare])
      expect(decodeVisitor(encodeVisitor(each))).toEqual({
        status: 'ok',
        message: each,
      });
  });

  it('is flat on the wire', () => {
    expect(JSON.parse(encodeVisitor(message))).toEqual({
      kind: 'choice',
      receiptId: message.receiptId,
      cartToken: 'c1-0f3b7d',
      anonymousId: 'visitor-1',
      model: 'opt-in',
      platform: 'vanilla-cookieconsent',
      categories: { analytics: true, marketing: false },
      gpc: true,
      policyVersion: '2026-01',
      decidedAt: '2026-11-21T10:00:00.000Z',
    });
  });

  it.each([
    ['more than its bound', 'x'.repeat(MAX_VISITOR_LENGTH + 1), 'too long'],
    ['no JSON', '{', 'not JSON'],
    ['null', 'null', 'kind'],
    ['another kind', wire({ kind: 'raise' }), 'kind'],
    ['no receipt', wire({ receiptId: undefined }), 'receiptId'],
    [
      'a receipt with a space',
      wire({ receiptId: 'a receipt id' }),
      'receiptId',
    ],
    ['a cart token with a path', wire({ cartToken: '../c1' }), 'cartToken'],
    ['an id with a line break', wire({ anonymousId: 'a\nb' }), 'anonymousId'],
    ['an id that is no text', wire({ anonymousId: 1 }), 'anonymousId'],
    ['another model', wire({ model: 'opt-inward' }), 'model'],
    ['a model that is null', wire({ model: null }), 'model'],
    ['a model that is a list', wire({ model: ['opt-in'] }), 'model'],
    ['a platform with markup', wire({ platform: '<b>' }), 'platform'],
    ['a platform without a name', wire({ platform: '' }), 'platform'],
    ['a platform without end', wire({ platform: 'p'.repeat(41) }), 'platform'],
    ['no categories', wire({ categories: {} }), 'categories'],
    ['a time that is none', wire({ decidedAt: 'now' }), 'decidedAt'],
  ])('is refused with %s', (_, text, reason) => {
    expect(decodeVisitor(text)).toEqual({ status: 'refused', reason });
  });

  it('is read without throwing, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(decodeVisitor(text).status).toBe('refused');
        },
      ),
    );
  });
});
