/** The thread that writes the log of the embedded store into its file: see `SqliteCheckpoints`. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { FEW_PAGES, IDLE, type CheckpointData } from './sqlite-checkpoints.ts';
import { SqliteLog } from './sqlite-log.ts';

/** What is written meanwhile is less each time; unless the disk is slow. */
const TIMES = 10;

const { file, state } = workerData as CheckpointData;
const db = new DatabaseSync(file);
db.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0');
const log = new SqliteLog(file);
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (task: 'checkpoint' | 'close') => {
  try {
    if (task === 'close') {
      db.close();
      log.close();
      parentPort?.close();
    } else {
      for (let time = 0; time < TIMES && log.pages >= FEW_PAGES; time += 1)
        checkpoint.get();
    }
  } catch {
    // The disk is full, or somebody else writes it: later.
  } finally {
    Atomics.store(state, 0, IDLE);
    Atomics.notify(state, 0);
  }
});
