/** Imported for its effect: a command that fails says why, without the stack of this repository's own scripts. */
process.on('uncaughtException', (error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
