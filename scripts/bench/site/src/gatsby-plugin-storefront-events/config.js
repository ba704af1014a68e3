/** A consent platform that grants when the measurement tells it to. */
export const storefrontConfig = {
  consentPlatform: {
    watch: (onReading) => {
      const grant = () =>
        onReading({
          status: 'decided',
          categoryPreferences: { analytics: true },
          decidedAt: new Date().toISOString(),
        });
      window.addEventListener('bench-grant', grant);
      return () => window.removeEventListener('bench-grant', grant);
    },
  },
};
