import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveSettings } from './embedded/archive.ts';
import { findBinaries } from './embedded/binaries.ts';
import { claim } from './embedded/claim.ts';
import { prepareCluster, ROLE } from './embedded/cluster.ts';
import type { Log } from './embedded/log.ts';
import { DATABASE } from './embedded/ownership.ts';
import { isPostmaster, readPostmasterFile } from './embedded/postmaster-file.ts';
import { PORT } from './embedded/socket-folder.ts';
import { supervise } from './embedded/supervise.ts';

/** What an embedded PostgreSQL is started with. */
export interface EmbeddedPostgresOptions {
  /** The folder this server keeps its data in; the database is its subfolder `postgres`. Made when it isn't there. */
  readonly dataDir: string;
  /** Gets what the launcher does and what PostgreSQL writes to its log. */
  readonly log?: Log;
  /** More PostgreSQL settings by name. Those that keep data safe and the socket private can't be changed. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A folder outside of the data folder that every finished piece of the log is copied to, for a restore to any moment. Made when it isn't there. */
  readonly walArchive?: string | undefined;
  /** The installed npm package that carries the programs, when it isn't the one of this platform. */
  readonly packageName?: string;
  /** Is told when PostgreSQL is gone for good: it kept dying, or another server took the folder. */
  readonly onLost?: (reason: unknown) => void;
}

/** A PostgreSQL of this process's own. */
export interface EmbeddedPostgres {
  /** A connection URL for the database `kopai`, over a Unix socket only this user and root can reach. */
  readonly url: string;
  /** Ends all connections and stops PostgreSQL, within half a minute at worst. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on a folder, as a child of this process: durable (`fsync` on), reachable over a Unix socket
 * only, alone on its folder, restarted when it dies. What a killed process left running is stopped and started anew.
 *
 * @throws DataFolderInUseError when another live server owns the folder
 * @throws EmbeddedPostgresError when it can't run here; the message says why and what to do
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const cluster = await prepareCluster(options.dataDir, await findBinaries(options.packageName), log);
  const abort = new AbortController();
  const archiving = options.walArchive === undefined ? {} : await archiveSettings(options.walArchive, cluster);
  const settings = { ...options.settings, ...archiving };
  const context = { cluster, settings, log, signal: abort.signal };
  const first = await claim(context);
  const onLost = (reason: unknown) => {
    log('error', `the embedded PostgreSQL is lost: ${reason instanceof Error ? reason.message : String(reason)}`);
    options.onLost?.(reason);
  };
  const supervised = supervise(first, context, abort, onLost);
  const address = new URLSearchParams({ host: first.postmaster.socketFolder, port: String(PORT), user: ROLE });
  return { url: `postgresql:///${DATABASE}?${address}`, stop: () => supervised.stop() };
}

/** The URL of the PostgreSQL that some server runs on this folder right now, for tools that look in; undefined when none runs. */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const folder = await realpath(join(dataDir, 'postgres')).catch(() => undefined);
  const file = folder === undefined ? undefined : await readPostmasterFile(folder);
  if (folder === undefined || file?.status !== 'ready' || !(await isPostmaster(file.pid, folder))) return undefined;
  return urlOf(file.socketFolder);
}

const urlOf = (socketFolder: string): string =>
  `postgresql:///${DATABASE}?${new URLSearchParams({ host: socketFolder, port: String(PORT), user: ROLE })}`;
