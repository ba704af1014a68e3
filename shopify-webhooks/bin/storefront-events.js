#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `storefront-events needs Node 22.13 or newer; this is ${process.version}.`,
  );
  process.exit(1);
}

// What a request leaves behind is small, and gone soon: Node would set 100 MB apart for it. Only its command line can
// say so; the process stays the same. Where Node cannot do that (before 22.15, on Windows), it takes that much more.
const command = process.argv[2];
const limit = '--max-semi-space-size';
const isLimited = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some(
  (option) => option.includes(limit),
);
if (
  (command === 'serve' || command === 'worker') &&
  !isLimited &&
  process.platform !== 'win32' &&
  typeof process.execve === 'function'
)
  process.execve(
    process.execPath,
    [
      process.execPath,
      `${limit}=4`,
      ...process.execArgv,
      ...process.argv.slice(1),
    ],
    process.env,
  );

await import('../dist/cli/main.js');
