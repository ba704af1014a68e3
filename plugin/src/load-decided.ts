import type { startDecided } from './decided.ts';

/**
 * Loads what is needed once somebody has decided.
 *
 * @throws what kept the chunk from being loaded
 */
export async function loadDecided(): Promise<typeof startDecided> {
  const decided = await import('./decided.ts');
  return decided.startDecided;
}
