import { hash, timingSafeEqual } from 'node:crypto';

/** True if a header proves one of the secrets: `Bearer <secret>`. Takes the same time whatever was given. */
export function isBearer(given: unknown, secrets: readonly string[]): boolean {
  return (
    typeof given === 'string' &&
    secrets.some((secret) => isSame(given, `Bearer ${secret}`))
  );
}

// Hashes have one length, so that comparing takes the same time whatever was given.
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(
    hash('sha256', given, 'buffer'),
    hash('sha256', expected, 'buffer'),
  );
}
