import { createHmac, timingSafeEqual } from 'node:crypto';

// Exactly the base64 of 32 bytes. Decoding instead would accept text after the padding, the URL alphabet and more.
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/**
 * True if the signature is the HMAC-SHA256 of the raw body with one of the secrets, compared in constant time.
 *
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook-to-ensure-its-coming-from-shopify
 */
export function isSignedBy(
  rawBody: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  if (signature === undefined || !SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature, 'base64');
  return secrets.some((secret) =>
    timingSafeEqual(
      createHmac('sha256', secret).update(rawBody).digest(),
      given,
    ),
  );
}
