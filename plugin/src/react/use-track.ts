import { getStorefront } from '../instance.ts';
import type { Storefront } from '../storefront-api.ts';

/** The function that reports an event of the plan. Call it in an effect or an event handler, not while rendering. */
export function useTrack(): Storefront['track'] {
  return track;
}

// Looked up at each call: a component may render on the server, where there is no storefront.
const track: Storefront['track'] = (event, properties) => {
  getStorefront().track(event, properties);
};
