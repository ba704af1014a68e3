import type { CDNSettings } from '@segment/analytics-next';

/**
 * Takes Segment's own metrics, and unless they are wanted device-mode destinations, out of the source's settings: a
 * destination's script, once run, cannot be unloaded when the visitor withdraws.
 */
export function withoutThirdParties(
  settings: CDNSettings,
  deviceMode: boolean,
): CDNSettings {
  return {
    ...settings,
    ...(!deviceMode && {
      integrations: { 'Segment.io': settings.integrations['Segment.io'] },
      remotePlugins: [],
      legacyVideoPluginsEnabled: false,
    }),
    metrics: { sampleRate: 0 },
  };
}

/** Where the source's settings have events sent, such as an EU workspace's host; undefined for Segment's default. */
export function apiHostOf({ integrations }: CDNSettings): string | undefined {
  const { apiHost } = integrations['Segment.io'] as {
    readonly apiHost?: unknown;
  };
  return typeof apiHost === 'string' ? `https://${apiHost}` : undefined;
}

/** Analytics.js wants the scheme apart from the host. */
export function splitHost(apiHost: string | undefined): {
  apiHost?: string;
  protocol?: 'http' | 'https';
} {
  if (apiHost === undefined) return {};
  const url = new URL(apiHost);
  return {
    apiHost: `${url.host}${url.pathname.replace(/\/$/, '')}`,
    protocol: url.protocol === 'http:' ? 'http' : 'https',
  };
}
