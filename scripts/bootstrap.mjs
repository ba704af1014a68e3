/**
 * The way into every command of this repository: installs what is missing, then runs `scripts/<name>.ts` on the Node
 * that the repository brings. Plain JavaScript without dependencies, because it runs before anything is installed.
 *
 * usage: node scripts/bootstrap.mjs <name> [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...args] = process.argv.slice(2);
const node = join(root, 'node_modules', 'node', 'bin', 'node');

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node 20 or newer is needed; this is ${process.version}.`);
}
if (!isInstalled()) install();
run();

/** npm writes its own lock file last of all, so an interrupted or outdated install is told apart. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return (
    existsSync(node) &&
    existsSync(installed) &&
    statSync(installed).mtimeMs >=
      statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

function install() {
  say('Installing packages: a minute or two the first time.');
  const started = Date.now();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // npm's own output goes to standard error: ours may be read by a program.
  const { status } = spawnSync(
    npm,
    ['ci', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) {
    fail(
      '`npm ci` failed, see above. With the cause mended, run the same command again.',
    );
  }
  if (!existsSync(node)) {
    fail(
      'The Node that the repository brings was not installed: allow install scripts for the package "node".',
    );
  }
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function run() {
  const child = spawn(node, [join(root, 'scripts', `${name}.ts`), ...args], {
    cwd: root,
    // The channel closes when this process ends, however it ends: see lib/stopping.ts.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    },
  });
  // A terminal sends Ctrl-C to the child as well; wait for it to finish cleanly.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // npm passes a SIGTERM on to its shell, which dies without passing it on: then we have lost our parent.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
