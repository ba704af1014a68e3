import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A system call of a process that was traced. Places count up with time, through all processes. */
export interface SystemCall {
  readonly pid: string;
  readonly name: string;
  /** Its arguments and what came of it, files and sockets by name. */
  readonly text: string;
  readonly begun: number;
  readonly ended: number;
}

const CALLS = [
  'read,readv,recvfrom,recvmsg',
  'write,writev,sendto,sendmsg',
  'pwrite64,pwritev,fsync,fdatasync',
].join(',');

/** Why no system calls can be traced here; undefined if they can. */
export function whyNotTraced(): string | undefined {
  if (process.platform !== 'linux') return 'there is no strace but on Linux';
  if (spawnSync('strace', ['--version']).error)
    return 'strace is not installed';
  const traced = spawn('sleep', ['60']);
  try {
    const { stderr } = spawnSync(
      'strace',
      ['-e', 'trace=none', '-p', String(traced.pid)],
      { timeout: 500, killSignal: 'SIGINT', encoding: 'utf8' },
    );
    return stderr.includes('attached')
      ? undefined
      : `processes may not be traced here: ${stderr.trim()}`;
  } finally {
    traced.kill('SIGKILL');
  }
}

/** The system calls of these processes, their threads and their children, while some work is done. */
export async function traced(
  pids: readonly number[],
  work: () => Promise<unknown>,
): Promise<SystemCall[]> {
  const folder = mkdtempSync(join(tmpdir(), 'strace-'));
  const file = join(folder, 'calls');
  const strace = spawn(
    'strace',
    [
      ...['-f', '-yy', '-s', '4096', '-e', `trace=${CALLS}`, '-o', file],
      ...pids.flatMap((pid) => ['-p', String(pid)]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(strace, 'exit');
  try {
    let attached = 0;
    for await (const line of createInterface({ input: strace.stderr })) {
      if (line.includes('attached')) attached += 1;
      if (attached === pids.length) break;
    }
    strace.stderr.resume();
    await work();
    strace.kill('SIGINT');
    await ended;
    return parse(readFileSync(file, 'utf8'));
  } finally {
    strace.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

/** The process of this id and its children. */
export function processTree(pid: number): number[] {
  const task = `/proc/${String(pid)}/task/${String(pid)}/children`;
  const children = readFileSync(task, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
}

/** A call during which others came is written in two lines. */
function parse(trace: string): SystemCall[] {
  const unfinished = new Map<string, { text: string; begun: number }>();
  return trace.split('\n').flatMap((line, place): SystemCall[] => {
    const [, pid = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const begin = /^(.*) <unfinished \.\.\.>$/.exec(text)?.[1];
    if (begin !== undefined) {
      unfinished.set(pid, { text: begin, begun: place });
      return [];
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    const { text: start = '', begun = place } =
      rest === undefined ? {} : (unfinished.get(pid) ?? {});
    const whole = rest === undefined ? text : `${start}${rest}`;
    const name = /^(\w+)\(/.exec(whole)?.[1];
    return name === undefined
      ? []
      : [{ pid, name, text: whole, begun, ended: place }];
  });
}
