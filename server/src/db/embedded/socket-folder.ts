import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import type { Account } from './run-as.ts';
import { isSystemError } from './system-error.ts';

/** The port only names the socket file; nothing listens on TCP. */
export const PORT = 5432;

/** A socket's whole path fits 104 bytes with its closing zero on macOS, 108 on Linux. */
const SOCKET_PATH_BYTES = 103;

/**
 * Makes the folder PostgreSQL's socket goes into: short whatever the data folder's path, and closed to everyone but
 * the user that runs it (and root), which is what guards the database.
 *
 * @throws EmbeddedPostgresError when someone else made a folder of that name first
 */
export async function makeSocketFolder(dataFolder: string, account: Account | undefined): Promise<string> {
  const uid = account?.uid ?? process.getuid?.() ?? 0;
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const name = `kopai-${uid}-${hash}`;
  const folder = fits(join(tmpdir(), name)) ? join(tmpdir(), name) : join('/tmp', name);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
  const found = await lstat(folder);
  const isOurs = found.uid === uid || found.uid === process.getuid?.();
  if (!found.isDirectory() || !isOurs || (found.mode & 0o077) !== 0) {
    throw new EmbeddedPostgresError(`${folder} is not a private folder of user ${uid}; remove it.`);
  }
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(`${folder}/.s.PGSQL.${PORT}`) <= SOCKET_PATH_BYTES;
}

/** Removes the folder, unless a server that waited for this one has already put its socket there. */
export async function removeSocketFolder(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  }
}
