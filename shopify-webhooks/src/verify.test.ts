import '@shopify/shopify-api/adapters/node';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import fc from 'fast-check';
import { headersFor, sign } from './testing/webhook.ts';
import { isSignedBy } from './verify.ts';

const body = Buffer.from('{"id":1,"name":"Größe"}');

describe('a signature', () => {
  it('is right for the bytes that were signed', () => {
    expect(isSignedBy(body, sign(body), ['hush'])).toBe(true);
  });

  it('is right with any of the current secrets, and not with a removed one', () => {
    const signature = sign(body, 'hush-old');
    expect(isSignedBy(body, signature, ['hush', 'hush-old'])).toBe(true);
    expect(isSignedBy(body, signature, ['hush'])).toBe(false);
  });

  const right = sign(body);

  it('of this body has letters that differ in the URL alphabet', () => {
    expect(right).toMatch(/[+/]/);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ["another secret's", sign(body, 'other')],
    ['for another body', sign(Buffer.concat([body, Buffer.from(' ')]))],
    [
      'for the same JSON, written otherwise',
      sign('{ "id": 1, "name": "Größe" }'),
    ],
    ['in hexadecimal', Buffer.from(right, 'base64').toString('hex')],
    [
      'cut to half',
      Buffer.from(right, 'base64').subarray(0, 16).toString('base64'),
    ],
    ['followed by more', `${right}, zzzz`],
    ['sent twice', `${right}, ${right}`],
    ['in the URL alphabet', sign('needs-url-chars-2').replace(/[+/]/g, '-')],
    ['without its padding', right.replace('=', '')],
    ['with a space inside', `${right.slice(0, 20)} ${right.slice(20)}`],
    ['with a line break at its end', `${right}\n`],
    ['10 kB long', 'A'.repeat(10_000)],
  ])('is refused when it is %s', (_, signature) => {
    expect(isSignedBy(body, signature, ['hush'])).toBe(false);
  });
});

describe("Shopify's own library", () => {
  const shopify = shopifyApi({
    apiKey: 'key',
    apiSecretKey: 'hush',
    apiVersion: ApiVersion.July26,
    hostName: 'shop.example',
    isEmbeddedApp: false,
    logger: { log: () => undefined },
  });

  const judge = async (rawBody: string, headers: Record<string, string>) =>
    (
      await shopify.webhooks.validate({
        rawBody,
        rawRequest: { headers },
      })
    ).valid;

  it('says the same of right and of spoilt signatures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json().filter((text) => text.length > 0),
        fc.constantFrom('hush', 'other'),
        fc.boolean(),
        async (text, secret, spoilt) => {
          const signature = sign(text, secret);
          const given = spoilt ? `${signature.slice(0, -2)}A=` : signature;
          const ours = isSignedBy(Buffer.from(text), given, ['hush']);
          const theirs = await judge(
            text,
            headersFor(text, { 'x-shopify-hmac-sha256': given }),
          );
          expect(ours).toBe(theirs);
        },
      ),
      { numRuns: 200 },
    );
  });
});
