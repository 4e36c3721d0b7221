import { randomBytes } from 'node:crypto';
import { chown, lchown, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Log } from './log.ts';
import { isAlive } from './postmaster-file.ts';
import { type Account, chooseRunAs, type RunAs, runToEnd, unprivilegedAccount } from './run-as.ts';
import { isSystemError } from './system-error.ts';

/** The role that owns everything in an embedded database. */
export const ROLE = 'kopai';

/** An initialised PostgreSQL data folder, and how its programs are run. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly way: RunAs;
}

/**
 * Makes `<dataDir>/postgres` ready to be started: initialised, of the right version, owned by the right user.
 *
 * @throws EmbeddedPostgresError when the folder holds something else, belongs to someone else, or can't be made
 */
export async function prepareCluster(dataDir: string, binaries: Binaries, log: Log): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const parent = await realpath(dataDir);
  const folder = join(parent, 'postgres');
  const account = await accountOf(folder);
  const { way, version } = await chooseRunAs(account, binaries.postgres, [parent, tmpdir()]);
  if (way.capability !== undefined) log('info', `PostgreSQL runs as user ${account?.uid} with ${way.capability}`);
  const cluster = { folder, binaries, way };
  await removeAbandoned(parent);
  if (!(await isInitialised(folder))) await initialise(cluster, log);
  await checkVersion(folder, version);
  if (account !== undefined && (await stat(folder)).uid === 0) await giveTo(account, folder);
  return cluster;
}

/**
 * Under root the data folder decides: whoever owns it runs PostgreSQL, so a folder made by a normal user stays theirs.
 * A normal user can only run it as themselves (undefined), and only on a folder of their own.
 */
async function accountOf(folder: string): Promise<Account | undefined> {
  const self = process.getuid?.();
  if (self === undefined) throw new EmbeddedPostgresError('The embedded PostgreSQL needs Linux or macOS.');
  let owner: Account | undefined;
  try {
    owner = await stat(folder);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  if (self === 0) {
    return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedAccount();
  }
  if (owner !== undefined && owner.uid !== self) {
    throw new EmbeddedPostgresError(
      `The data folder ${folder} belongs to user ${owner.uid}, and this process is user ${self}. ` +
        'Start the server as that user or as root.',
    );
  }
  return undefined;
}

async function isInitialised(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
  if (names.includes('PG_VERSION')) return true;
  if (names.length === 0) return false;
  throw new EmbeddedPostgresError(`${folder} holds files that are no PostgreSQL data.`);
}

/**
 * Runs initdb in a folder beside the real one and renames it when it is whole, so a crash in the middle leaves nothing
 * that looks like a database. Of two first starts at once the second finds the name taken and uses the first one's.
 */
async function initialise(cluster: Cluster, log: Log): Promise<void> {
  const { folder, binaries, way } = cluster;
  const draft = `${folder}.init-${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    if (way.account !== undefined) await chown(draft, way.account.uid, way.account.gid);
    log('info', `creating the database in ${folder}`);
    const { code, output } = await runToEnd(way, binaries.initdb, initdbFlags(draft));
    if (code !== 0) throw new EmbeddedPostgresError(`PostgreSQL's initdb failed in ${folder}:\n${output.trim()}\n`);
    await rename(draft, folder);
    await syncFolder(join(folder, '..'));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

/**
 * The C locale sorts by bytes, the same on every machine and after every library update, so no index can go stale.
 * Every connection over the socket is trusted because only this user and root can reach it; none comes over TCP.
 */
function initdbFlags(folder: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${ROLE}`,
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
  ];
}

/** A rename survives a power cut only once the folder that holds the name is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what dead starts left half made: their process is gone, or its number is ours and the folder older than us. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const maker = Number(/^postgres\.init-(\d+)-[0-9a-f]{8}$/.exec(name)?.[1]);
    if (!Number.isInteger(maker)) continue;
    const draft = join(parent, name);
    if (maker === process.pid ? await isOlderThanThisProcess(draft) : !isAlive(maker)) {
      await rm(draft, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

/** In a container every start may have the same process number. */
async function isOlderThanThisProcess(path: string): Promise<boolean> {
  return (await stat(path)).mtimeMs < performance.timeOrigin;
}

async function checkVersion(folder: string, version: string): Promise<void> {
  const made = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  const brought = /(\d+)\.\d+/.exec(version)?.[1];
  if (made === brought) return;
  throw new EmbeddedPostgresError(
    `The data in ${folder} was made by PostgreSQL ${made}, and this server brings PostgreSQL ${brought}. ` +
      `Dump it with the pg_dump of version ${made} and restore it into a new folder.`,
  );
}

/** Gives the whole folder to `account`: root owns it after a copy or a restore, and PostgreSQL reads only its own. */
async function giveTo(account: Account, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await lchown(folder, account.uid, account.gid);
}
