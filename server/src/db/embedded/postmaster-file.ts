import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { isSystemError } from './system-error.ts';

/** What PostgreSQL's main process writes into its data folder, as `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  /** Empty until it has made its socket. */
  readonly socketFolder: string;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/**
 * Reads `postmaster.pid` of a data folder; undefined when there is none.
 * The order of its lines is PostgreSQL's own (`src/include/utils/pidfile.h`), and pg_ctl relies on it too.
 */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const [pid = '', , , , socketFolder = '', , , status = ''] = text.split('\n').map((line) => line.trim());
  if (!/^\d+$/.test(pid)) return undefined;
  return { pid: Number(pid), socketFolder, status: statusOf(status) };
}

function statusOf(word: string): PostmasterFile['status'] {
  if (word === 'ready' || word === 'stopping') return word;
  return 'starting';
}

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

/**
 * Whether this process is the PostgreSQL of this data folder, and not a stranger that was given the number of a dead
 * one, nor the dead one itself that nobody has reaped (as in a container without an init).
 */
export async function isPostmaster(pid: number, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const command = await commandOf(pid);
  return basename(command[0] ?? '') === 'postgres' && command.includes(folder);
}

/** A process's program and arguments, as far as the system tells; empty when it is gone or a zombie. */
async function commandOf(pid: number): Promise<string[]> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const { stdout } = await promisify(execFile)('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout.trim().split(' ');
  } catch {
    return [];
  }
}
