import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** A disk of its own, small enough to be filled. */
export class Disk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Undefined where no file system may be mounted. */
  static mount(folder: string, mebibytes: number): Disk | undefined {
    mkdirSync(folder);
    try {
      execFileSync(
        'mount',
        ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m`, 'chaos', folder],
        { stdio: 'ignore' },
      );
      return new Disk(folder);
    } catch {
      return undefined;
    }
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }

  /** Leaves nothing free. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.folder);
    for (let bytes = bavail * bsize; bytes >= bsize; bytes >>= 1)
      try {
        writeFileSync(this.#ballast, Buffer.alloc(bytes), { flag: 'a' });
      } catch {
        // Somebody else was quicker: what is left is less.
      }
  }

  makeRoom(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder]);
    rmdirSync(this.folder);
  }
}
