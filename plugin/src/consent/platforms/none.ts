import type { CreatePlatform } from '../platform.ts';

/** No consent platform: nobody is asked, nobody agrees, and the gate never opens. */
export const createPlatform: CreatePlatform = () => ({
  watch: () => () => undefined,
  open: () => undefined,
});
