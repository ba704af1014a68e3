/** The consent platforms there is an adapter for: each is the file of its name. */
export const PLATFORMS = [
  'vanilla-cookieconsent',
  'klaro',
  'c15t',
  'onetrust',
  'cookiebot',
  'ketch',
  'osano',
  'usercentrics',
  'shopify',
  'tcf',
  'gpp',
  'custom',
  'none',
] as const;
