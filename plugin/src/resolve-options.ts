import { nearest } from './nearest.ts';
import type {
  BrowserOptions,
  PluginOptions,
  Region,
  WriteKeys,
} from './options.ts';

/** What the build depends on besides the options. */
export interface BuildEnvironment {
  /** The environment, as `GATSBY_ACTIVE_ENV` names it. It is never guessed. */
  readonly activeEnv: string | undefined;
  /** True in `gatsby develop`. */
  readonly isDevelop: boolean;
}

export type Resolution =
  | { readonly options: BrowserOptions }
  /** What to write instead. */
  | { readonly problem: string };

/**
 * Segment has one CDN. Events of an EU workspace are taken in Dublin only.
 *
 * @see https://segment.com/docs/guides/regional-segment/
 */
const HOSTS: Readonly<
  Record<Region, { readonly cdnURL: string; readonly apiHost: string }>
> = {
  us: {
    cdnURL: 'https://cdn.segment.com',
    apiHost: 'https://api.segment.io/v1',
  },
  eu: {
    cdnURL: 'https://cdn.segment.com',
    apiHost: 'https://events.eu1.segmentapis.com/v1',
  },
};

const PRODUCTION = 'production';

/** Reads the environment of Gatsby's process. */
export function buildEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): BuildEnvironment {
  return {
    activeEnv: env['GATSBY_ACTIVE_ENV'] || undefined,
    isDevelop: env['gatsby_executing_command'] === 'develop',
  };
}

/** What the browser gets of the options: whatever can be decided when the site is built is decided then. */
export function resolveOptions(
  {
    writeKey,
    region,
    allowProductionInDevelop = false,
    ...rest
  }: PluginOptions,
  environment: BuildEnvironment,
): Resolution {
  const key =
    typeof writeKey === 'object'
      ? writeKeyOf(writeKey, environment, allowProductionInDevelop)
      : // The schema says so where there is none.
        { writeKey: writeKey ?? '' };
  if ('problem' in key) return key;
  const problem = region && conflict(region, rest);
  if (problem) return { problem };
  return {
    options: { ...rest, ...(region && HOSTS[region]), ...key },
  };
}

/** The write key of the environment in force. */
function writeKeyOf(
  keys: WriteKeys,
  { activeEnv, isDevelop }: BuildEnvironment,
  allowProduction: boolean,
): { readonly writeKey: string } | { readonly problem: string } {
  const names = Object.keys(keys);
  const list = names.join(', ');
  if (names.length === 0)
    return {
      problem:
        '"writeKey" names no environment: write one such as { production: process.env.SEGMENT_WRITE_KEY }',
    };
  if (activeEnv === undefined) {
    const one = names.find((name) => !isDevelop || name !== PRODUCTION);
    return {
      problem: `"writeKey" has a key for each environment (${list}), and GATSBY_ACTIVE_ENV names none: start Gatsby with GATSBY_ACTIVE_ENV=${one ?? '…'}, or the one you mean`,
    };
  }
  if (!names.includes(activeEnv)) {
    const meant = nearest(activeEnv, names);
    return {
      problem: `"writeKey" has no key for GATSBY_ACTIVE_ENV=${activeEnv}${meant === undefined ? '' : `, did you mean ${meant}?`}: set it to one of ${list}, or add a key for it`,
    };
  }
  const writeKey = keys[activeEnv];
  if (!writeKey)
    return {
      problem: `"writeKey.${activeEnv}" is empty: is the environment variable that holds it set?`,
    };
  // By its key too: another environment may have got it by mistake.
  const isProduction =
    activeEnv === PRODUCTION || writeKey === keys[PRODUCTION];
  if (isDevelop && isProduction && !allowProduction)
    return {
      problem: `"writeKey.${activeEnv}" is production's: gatsby develop would send your own clicks there. Give another environment a key of its own and name it by GATSBY_ACTIVE_ENV, or write allowProductionInDevelop: true`,
    };
  return { writeKey };
}

function conflict(
  region: Region,
  options: Pick<PluginOptions, 'cdnURL' | 'apiHost'>,
): string | undefined {
  const given = (['cdnURL', 'apiHost'] as const).find(
    (name) => options[name] !== undefined,
  );
  return given === undefined
    ? undefined
    : `"region" and "${given}" say two things: "region: '${region}'" means cdnURL ${HOSTS[region].cdnURL} and apiHost ${HOSTS[region].apiHost}. Leave out one of the two; with a proxy, "region"`;
}
