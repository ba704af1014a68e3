export const storefrontConfig = {
  consentModel: (region) => (region === 'US' ? 'opt-out' : 'opt-in'),
};
