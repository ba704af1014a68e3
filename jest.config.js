/** Sources are compiled one file at a time; types are checked by `npm run check`. */
const typescript = (lib) => ({
  // The first: fastify's `inject` requires a package that is an ES module, which Node can do and jest cannot.
  '/cookie/dist/.+\\.js$|^.+\\.tsx?$': [
    'ts-jest',
    {
      tsconfig: {
        target: 'es2022',
        module: 'commonjs',
        moduleResolution: 'node10',
        esModuleInterop: true,
        isolatedModules: true,
        jsx: 'react-jsx',
        allowJs: true,
        sourceMap: true,
        inlineSources: true,
        lib,
      },
      // What `tsc` says elsewhere; here each file is seen alone.
      diagnostics: false,
    },
  ],
});

// Tests run on sources: no package has to be compiled first, and none can be stale.
const moduleNameMapper = {
  // ts-jest writes `./x.ts` as `./x.js`; jest finds the source by the name alone.
  '^(\\.{1,2}/.*)\\.js$': '$1',
  '^gatsby-plugin-storefront-events/platform$':
    '<rootDir>/../plugin/src/consent/platforms/none.ts',
  '^@storefront-events/plan$': '<rootDir>/../tracking-plan/src/index.ts',
  '^@storefront-events/plan/wire$':
    '<rootDir>/../tracking-plan/src/wire/index.ts',
  '^@storefront-events/plan/(money|segment-protocols|traits|validate)$':
    '<rootDir>/../tracking-plan/src/$1.ts',
};

const unit = (name, testEnvironment = 'node', lib = ['es2023']) => ({
  displayName: name,
  rootDir: name,
  roots: ['<rootDir>/src'],
  testEnvironment,
  transform: typescript(lib),
  transformIgnorePatterns: [
    '/node_modules/(?!(light-my-request/node_modules/)?cookie/)',
  ],
  moduleNameMapper,
  clearMocks: true,
});

export default {
  projects: [
    unit('tracking-plan'),
    unit('plugin', 'jsdom', ['es2023', 'dom', 'dom.iterable']),
    unit('shopify-webhooks'),
    unit('sandbox'),
    {
      displayName: 'platforms',
      rootDir: 'test/platforms',
      testEnvironment: 'node',
      transform: typescript(['es2023', 'dom']),
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    },
    {
      displayName: 'sites',
      rootDir: 'test',
      roots: ['<rootDir>/sites'],
      testPathIgnorePatterns: ['/[.]site-'],
      testEnvironment: 'node',
      transform: typescript(['es2023', 'dom']),
      moduleNameMapper: {
        ...moduleNameMapper,
        '^@storefront-events/sandbox$': '<rootDir>/../sandbox/src/index.ts',
      },
    },
    {
      displayName: 'destinations',
      rootDir: 'test',
      roots: ['<rootDir>/destinations'],
      testEnvironment: 'node',
      transform: typescript(['es2023']),
      moduleNameMapper,
    },
    {
      displayName: 'journeys',
      rootDir: 'test',
      // They have projects of their own, which need not start everything.
      testPathIgnorePatterns: [
        '<rootDir>/platforms/',
        '<rootDir>/sites/',
        '<rootDir>/destinations/',
      ],
      testEnvironment: 'node',
      transform: typescript(['es2023', 'dom']),
      moduleNameMapper: {
        ...moduleNameMapper,
        '^@storefront-events/sandbox$': '<rootDir>/../sandbox/src/index.ts',
      },
      globalSetup: '<rootDir>/helpers/start-everything.mjs',
      globalTeardown: '<rootDir>/helpers/stop-everything.mjs',
    },
  ],
  testTimeout: 60_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/scripts/lib/closing-line-reporter.mjs'],
};
