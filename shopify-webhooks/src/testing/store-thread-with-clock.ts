/** The thread of the embedded store, with a clock that a file tells: see `startWithClock`. */
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const clock = `${String(workerData)}.clock`;
Date.now = () => Number(readFileSync(clock, 'utf8'));

await import('../store/sqlite-thread-main.ts');
