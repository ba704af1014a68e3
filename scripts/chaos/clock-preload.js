/**
 * Loaded before a process of the service (`node --import`): its clock is the computer's, moved by what a file says in
 * milliseconds, so that it can be set while the process runs and the service itself is the one that merchants run.
 */
import { openSync, readSync } from 'node:fs';

const file = openSync(process.env.CHAOS_CLOCK, 'r');
const offset = new Float64Array(1);
const computers = Date.now;

Date.now = () => {
  readSync(file, offset, 0, 8, 0);
  return computers() + offset[0];
};
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [Date.now()], newTarget),
});
