/**
 * Loaded before the service, for the test that looks for its fsync: the same service on a store that is not durable, and
 * that says it were.
 */
import { DatabaseSync } from 'node:sqlite';

const { exec, prepare } = DatabaseSync.prototype;

DatabaseSync.prototype.exec = function (statements) {
  return exec.call(
    this,
    statements.replaceAll(/synchronous = \w+/g, 'synchronous = OFF'),
  );
};
DatabaseSync.prototype.prepare = function (statement) {
  return statement === 'PRAGMA synchronous'
    ? { get: () => ({ synchronous: 2 }) }
    : prepare.call(this, statement);
};
