/** Ends a run with "N passed, N failed", for people and for programs that read it. */
export default class ClosingLineReporter {
  onRunComplete(_, results) {
    // A file that cannot even be loaded has no failing tests of its own.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // Jest's own summary comes after its reporters; this is for the very end.
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}
