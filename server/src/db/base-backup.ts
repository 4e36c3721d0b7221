import { constants } from 'node:fs';
import { access, copyFile, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { sqlState } from './database-error.ts';
import { isSystemError } from './embedded/system-error.ts';

/** A backup can't be taken; the message says why and what to do. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** What a running PostgreSQL keeps for itself: its folders are made anew, empty, and its files left out (the manual's "Making a Base Backup"). */
const leftOut = {
  contents: new Set([
    'pg_dynshmem',
    'pg_notify',
    'pg_replslot',
    'pg_serial',
    'pg_snapshots',
    'pg_stat_tmp',
    'pg_subtrans',
    'pg_wal',
  ]),
  files:
    /^(postmaster\.(pid|opts)|pg_internal\.init.*|backup_label.*|tablespace_map.*|current_logfiles.*|pgsql_tmp.*|kopai\..*)$/,
};

const insufficientPrivilege = '42501';

/** Files copied at a time: a disk is busy with a few. */
const copiesAtOnce = 4;

/**
 * Copies a running PostgreSQL's files, with as much of its log as makes them whole: the copy starts as a database of this moment, and with an archive of
 * the log as one of any moment after it. Traffic goes on meanwhile. It is what `pg_basebackup` does, for a server that brings no such program.
 *
 * @param folder where to; must not exist, or be empty
 * @throws BackupError when the files are not on this machine, or the folder holds something
 */
export async function takeBaseBackup(url: string, folder: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'kopai backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const source = await dataFolderOf(client);
    await prepare(folder);
    // The slot keeps the log that the copy needs from being recycled; it goes with this connection.
    await client.query(`select pg_create_physical_replication_slot('kopai_backup_' || pg_backend_pid(), true, true)`);
    const { rows: started } = await client.query<{ file: string }>(
      `select pg_walfile_name(pg_backup_start('kopai backup', fast => true)) as file`,
    );
    await copyFolder(source, folder, (name) => leftOut.contents.has(name));
    const { rows: stopped } = await client.query<{ file: string; label: string }>(
      'select pg_walfile_name(lsn) as file, labelfile as label from pg_backup_stop(wait_for_archive => false)',
    );
    const [first, last] = [started[0]?.file, stopped[0]?.file];
    if (first === undefined || last === undefined) throw new Error('PostgreSQL named no file of its log');
    await writeSynced(join(folder, 'backup_label'), stopped[0]?.label ?? '');
    // The file that the backup ends in is still being written: it is switched, so that what is copied stays as it is.
    await client.query('select pg_switch_wal()');
    await copyLog(join(source, 'pg_wal'), join(folder, 'pg_wal'), first, last);
    await syncToDisk(folder);
  } catch (error) {
    if (sqlState(error) !== insufficientPrivilege) throw error;
    throw new BackupError("The database's role may not take backups: it wants REPLICATION and pg_backup_start.", {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

async function dataFolderOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ folder: string; elsewhere: boolean }>(
    `select current_setting('data_directory') as folder,
       exists (select from pg_tablespace where spcname not in ('pg_default', 'pg_global')) as elsewhere`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL named no folder');
  if (row.elsewhere) throw new BackupError('The database has tablespaces of its own; use pg_basebackup.');
  await access(join(row.folder, 'PG_VERSION'), constants.R_OK).catch((cause: unknown) => {
    throw new BackupError(
      `The database's files (${row.folder}) can't be read from here; run pg_basebackup on its own machine.`,
      { cause },
    );
  });
  return row.folder;
}

async function prepare(folder: string): Promise<void> {
  const held = await readdir(folder).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  });
  if (held.length > 0) throw new BackupError(`${folder} is not empty; a backup wants a folder of its own.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Copies a folder as it is read: what is being written meanwhile is mended from the log, what vanishes meanwhile is not needed. */
async function copyFolder(from: string, to: string, isEmptied: (name: string) => boolean): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(unlessGone);
  const folders = entries?.filter((entry) => entry.isDirectory()) ?? [];
  const files = entries?.filter((entry) => entry.isFile() && !leftOut.files.test(entry.name)) ?? [];
  for (let done = 0; done < files.length; done += copiesAtOnce) {
    const some = files.slice(done, done + copiesAtOnce);
    await Promise.all(some.map(({ name }) => copySynced(join(from, name), join(to, name)).catch(unlessGone)));
  }
  for (const { name } of folders) {
    if (leftOut.files.test(name)) continue;
    await mkdir(join(to, name), { mode: 0o700 });
    if (!isEmptied(name)) await copyFolder(join(from, name), join(to, name), () => false);
  }
  await syncToDisk(to);
}

/** Files of the log have names that sort by what they hold; a name of another timeline begins otherwise. */
async function copyLog(from: string, to: string, first: string, last: string): Promise<void> {
  // Where the log lies elsewhere, by a link, the copy has it in its own place.
  await mkdir(join(to, 'archive_status'), { recursive: true, mode: 0o700 });
  const names = (await readdir(from)).filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);
  for (const name of names) await copySynced(join(from, name), join(to, name));
  // How timelines follow each other, where the database was restored before.
  for (const name of (await readdir(from)).filter((name) => name.endsWith('.history')))
    await copySynced(join(from, name), join(to, name));
  await syncToDisk(to);
}

async function copySynced(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await syncToDisk(to);
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await syncToDisk(path);
}

/** A file or a folder is kept over a power cut from here on. */
async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unlessGone(error: unknown): undefined {
  if (isSystemError(error, 'ENOENT')) return undefined;
  throw error;
}
