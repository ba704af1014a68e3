import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The sizes that keep a file one idea; a longer one says on its first line why. */
const SIZES = {
  'max-lines': [
    'error',
    { max: 250, skipBlankLines: true, skipComments: true },
  ],
  'max-lines-per-function': [
    'error',
    { max: 60, skipBlankLines: true, skipComments: true },
  ],
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'example-site/.cache/',
    'example-site/public/',
    'example-site/.builds/',
    'scripts/stubs/',
    'scripts/bench/',
    'test/sites/site/',
    'test/sites/.site-*/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...SIZES,
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      // Array.from(…) and friends read better than an assertion that the index exists.
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A name with an underscore in front says that it is there to be left out.
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
    },
  },
  {
    files: ['**/*.tsx', 'plugin/src/react/**/*.ts'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    // The browser is reached through arguments, so that everything can be tested without one.
    files: ['plugin/src/**/*.ts'],
    ignores: ['plugin/src/instance.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'localStorage',
        'navigator',
      ],
    },
  },
  {
    // Settings come from the environment in one place.
    files: ['shopify-webhooks/src/**/*.ts'],
    ignores: [
      'shopify-webhooks/src/cli/**',
      'shopify-webhooks/src/testing/**',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env' },
      ],
    },
  },
  {
    files: [
      '**/*.test.ts',
      '**/*.test.tsx',
      '**/testing/**/*.ts',
      'test/**/*.ts',
    ],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setInterval: 'readonly',
      },
    },
  },
);
