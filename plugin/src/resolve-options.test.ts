import type { PluginOptions } from './options.ts';
import {
  buildEnvironment,
  resolveOptions,
  type BuildEnvironment,
} from './resolve-options.ts';

const writeKey = { production: 'p', staging: 's', preview: undefined };

const resolve = (
  options: Partial<PluginOptions>,
  environment: Partial<BuildEnvironment> = {},
) =>
  resolveOptions(
    { writeKey: 'key', ...options },
    { activeEnv: undefined, isDevelop: false, ...environment },
  );

describe('a write key for each environment', () => {
  it('is that of the environment GATSBY_ACTIVE_ENV names', () => {
    expect(resolve({ writeKey }, { activeEnv: 'staging' })).toEqual({
      options: { writeKey: 's' },
    });
  });

  it.each<[string, Partial<BuildEnvironment>, string]>([
    [
      'no environment is named: it is not guessed',
      {},
      '"writeKey" has a key for each environment (production, staging, preview), and GATSBY_ACTIVE_ENV names none: start Gatsby with GATSBY_ACTIVE_ENV=production, or the one you mean',
    ],
    [
      'no environment is named in develop: production is not proposed',
      { isDevelop: true },
      '"writeKey" has a key for each environment (production, staging, preview), and GATSBY_ACTIVE_ENV names none: start Gatsby with GATSBY_ACTIVE_ENV=staging, or the one you mean',
    ],
    [
      'it is not known',
      { activeEnv: 'prod' },
      '"writeKey" has no key for GATSBY_ACTIVE_ENV=prod, did you mean production?: set it to one of production, staging, preview, or add a key for it',
    ],
    [
      'it is like no other',
      { activeEnv: 'moon' },
      '"writeKey" has no key for GATSBY_ACTIVE_ENV=moon: set it to one of production, staging, preview, or add a key for it',
    ],
    [
      'its key is empty',
      { activeEnv: 'preview' },
      '"writeKey.preview" is empty: is the environment variable that holds it set?',
    ],
    [
      'gatsby develop would send to production',
      { activeEnv: 'production', isDevelop: true },
      '"writeKey.production" is production\'s: gatsby develop would send your own clicks there. Give another environment a key of its own and name it by GATSBY_ACTIVE_ENV, or write allowProductionInDevelop: true',
    ],
  ])('is refused where %s', (_, environment, problem) => {
    expect(resolve({ writeKey }, environment)).toEqual({ problem });
  });

  it("is refused in develop where it is production's under another name", () => {
    expect(
      resolve(
        { writeKey: { production: 'p', staging: 'p' } },
        { activeEnv: 'staging', isDevelop: true },
      ),
    ).toMatchObject({
      problem: expect.stringMatching(/^"writeKey.staging"/) as string,
    });
  });

  it("may be production's in develop where that is said", () => {
    expect(
      resolve(
        { writeKey, allowProductionInDevelop: true },
        { activeEnv: 'production', isDevelop: true },
      ),
    ).toEqual({ options: { writeKey: 'p' } });
  });
});

describe('a region', () => {
  it('sets CDN and API host together', () => {
    expect(resolve({ region: 'eu' })).toEqual({
      options: {
        writeKey: 'key',
        cdnURL: 'https://cdn.segment.com',
        apiHost: 'https://events.eu1.segmentapis.com/v1',
      },
    });
  });

  it.each(['cdnURL', 'apiHost'])('does not go with %s', (name) => {
    expect(resolve({ region: 'eu', [name]: '/analytics' })).toMatchObject({
      problem: expect.stringMatching(
        new RegExp(`^"region" and "${name}" say two things`),
      ) as string,
    });
  });
});

it('a browser gets nothing that was decided before, and what it gets resolves to itself', () => {
  const first = resolve(
    { writeKey, region: 'us', allowProductionInDevelop: false },
    { activeEnv: 'staging' },
  );
  const options = 'options' in first ? first.options : undefined;
  expect(Object.keys(options ?? {}).sort()).toEqual([
    'apiHost',
    'cdnURL',
    'writeKey',
  ]);
  expect(resolve({ ...options })).toEqual(first);
});

it('the environment is that of Gatsby’s process', () => {
  expect(
    buildEnvironment({
      GATSBY_ACTIVE_ENV: 'staging',
      gatsby_executing_command: 'develop',
    }),
  ).toEqual({ activeEnv: 'staging', isDevelop: true });
  expect(
    buildEnvironment({ GATSBY_ACTIVE_ENV: '', NODE_ENV: 'production' }),
  ).toEqual({ activeEnv: undefined, isDevelop: false });
});
