import { findProgram, installPackages } from './debian.ts';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The Chromium to test with: the one in CHROMIUM_PATH, else the first on the PATH, else Debian's, installed now. */
export function ensureChromium(env: NodeJS.ProcessEnv): string {
  const find = () => env['CHROMIUM_PATH'] ?? findProgram(NAMES, env);
  const found = find();
  if (found !== undefined) return found;
  installPackages(['chromium'], 'A browser test');
  const installed = find();
  if (installed === undefined)
    throw new Error('Chromium was installed, but it is not on the PATH.');
  return installed;
}
