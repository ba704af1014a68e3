import { hash, timingSafeEqual } from 'node:crypto';

/** Compares what was given with a secret. Hashes have one length, so that it takes the same time whatever was given. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(
    hash('sha256', given, 'buffer'),
    hash('sha256', secret, 'buffer'),
  );
}
