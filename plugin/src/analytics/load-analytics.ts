import type { LoadAnalytics } from './port.ts';

/**
 * Loads Analytics.js. Never rejects: Gatsby reloads the page on any unhandled rejection of a chunk, which an ad
 * blocker would turn into an endless loop.
 */
export const loadAnalytics: LoadAnalytics = async (settings) => {
  try {
    const { startAnalytics } = await import('./start-analytics.ts');
    if (!settings.wanted()) return { status: 'failed', reason: 'withdrawn' };
    return { status: 'loaded', analytics: await startAnalytics(settings) };
  } catch (reason) {
    return { status: 'failed', reason };
  }
};
