/** The key in localStorage of what a browser remembers of a grant, see `memory.ts`. */
export const MEMORY_KEY = 'storefront_consent';
