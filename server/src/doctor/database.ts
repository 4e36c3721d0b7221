import { statfs } from 'node:fs/promises';
import { pendingMigrations } from '../db/index.ts';
import { type Examinations, type Finding, warning, well, wrong } from './finding.ts';

/** A clock that is off by more than this (in ms) makes quotes and signatures too old or too new. */
const clockSkewMost = 5_000;

/** What a process opens, at most. */
const connectionsOfAProcess = 23;

/** Less room than this on the disk, in bytes or as a share of it, is filled within days; a database stops when it is full. */
const roomLeast = 1024 ** 3;
const roomLeastShare = 0.03;

/** What is asked of the database before anything else, since all other questions need its answer. */
export const firstOfDatabase: Examinations = {
  async database({ db }) {
    const [row] = await db.query<{ version: number; text: string; standby: boolean }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
         pg_is_in_recovery() as standby`,
    );
    const text = `PostgreSQL ${row?.text}`;
    if (row?.standby)
      return wrong('database', `${text}, a standby: nothing can be written`, 'Point DATABASE_URL to the primary.');
    return (row?.version ?? 0) >= 150_000
      ? well('database', text)
      : wrong('database', text, 'PostgreSQL 15 is the oldest that works; upgrade it.');
  },
};

/** What can be asked of any database. */
export const ofDatabase: Examinations = {
  async durability({ db }) {
    const rows = await db.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
    );
    const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
    return off.length === 0
      ? well('durability', 'every commit reaches the disk')
      : wrong('durability', `${off.join(', ')} is off`, 'Switch it on: what was acknowledged can be lost without.');
  },

  async connections({ db }) {
    const [row] = await db.query<{ used: number; most: number }>(
      `select (select sum(numbackends)::int from pg_stat_database) as used,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most`,
    );
    const { used = 0, most = 0 } = row ?? {};
    return most - used >= connectionsOfAProcess
      ? well('connections', `${used} of ${most} are open`)
      : warning(
          'connections',
          `${used} of ${most} are open, which leaves no room for a process: each opens ${connectionsOfAProcess}`,
          'Raise max_connections: a process that starts beside the others would find no room.',
        );
  },

  async clock({ db, clock }) {
    const [row] = await db.query<{ at: Date }>('select clock_timestamp() as at');
    const skew = Math.abs((row?.at.getTime() ?? 0) - clock());
    return skew <= clockSkewMost
      ? well('clock', `the database and this machine agree within ${Math.max(1, Math.ceil(skew / 1_000))} s`)
      : wrong(
          'clock',
          `the database and this machine are ${Math.round(skew / 1_000)} s apart`,
          'Have both follow NTP.',
        );
  },

  async archive({ db }) {
    const [row] = await db.query<{ mode: string; failing: boolean; file: string | null }>(
      `select current_setting('archive_mode') as mode, last_failed_wal as file,
         coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing from pg_stat_archiver`,
    );
    if (row?.mode === 'off' || row === undefined) return [];
    return row.failing
      ? wrong(
          'archive',
          `the log is not archived: ${row.file} could not be copied`,
          'Make room or mend access: the log piles up until it can be.',
        )
      : well('archive', 'the log is archived');
  },

  async disk({ config }) {
    // The disk of another machine's database can't be seen from here.
    if (config.databaseUrl !== undefined) return [];
    const folders = [config.dataDir, ...(config.walArchive === undefined ? [] : [config.walArchive])];
    return (await Promise.all(folders.map(roomIn))).flat();
  },

  async schema({ databaseUrl }) {
    const pending = await pendingMigrations(databaseUrl);
    const [first, last] = [pending[0], pending.at(-1)];
    if (first === undefined) return well('schema', 'up to date');
    const names = pending.length === 1 ? `${first} did not run` : `${first} to ${last} did not run`;
    return wrong('schema', names, 'Run `kopai migrate`, or start the server, which does.');
  },
};

async function roomIn(folder: string): Promise<Finding[]> {
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined) return [];
  const [free, all] = [disk.bavail * disk.bsize, disk.blocks * disk.bsize];
  const text = `${gigabytes(free)} of ${gigabytes(all)} are free at ${folder}`;
  return free >= roomLeast && free >= all * roomLeastShare
    ? [well('disk', text)]
    : [wrong('disk', text, 'Make room: PostgreSQL stops when its disk is full. What was answered stays.')];
}

const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
