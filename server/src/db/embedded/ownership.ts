import { hostname } from 'node:os';
import { Client } from 'pg';
import { ROLE } from './cluster.ts';
import type { Log } from './log.ts';
import { PORT } from './socket-folder.ts';

/** The database the server's tables live in. */
export const DATABASE = 'kopai';

/** Any number will do, as long as every server takes the same one: the bytes of "kopai" in ASCII. */
const OWNER_LOCK = 0x6b6f706169;

/** The lock is taken in a database that always exists, for advisory locks are known only within one. */
const LOCK_DATABASE = 'postgres';

/** A PostgreSQL that says it is ready answers in milliseconds; this long (in ms) means it hangs. */
const CONNECT_TIMEOUT = 10_000;

/** Proof of being the one server of a data folder: an advisory lock on a connection that stays open. */
export interface Ownership {
  /** Settles when the lock is lost, because the connection ended. It never rejects. */
  readonly lost: Promise<void>;
  /** Gives the lock back. */
  release(): Promise<void>;
}

/**
 * Takes the owner's lock of a running PostgreSQL. The lock ends with its connection, so an owner that was killed holds
 * nothing, and no file has to be cleaned up after it.
 *
 * @returns the ownership, or the words for who holds it
 */
export async function takeOwnership(socketFolder: string, log: Log): Promise<Ownership | { heldBy: string }> {
  const client = new Client({
    host: socketFolder,
    port: PORT,
    user: ROLE,
    database: LOCK_DATABASE,
    application_name: `process ${process.pid} on host ${hostname()}`.slice(0, 63),
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: CONNECT_TIMEOUT,
  });
  // Without a listener a dying connection would take the whole process down.
  client.on('error', (error) => log('warn', `the owner's connection broke: ${error.message}`));
  const lost = new Promise<void>((resolve) => client.once('end', resolve));
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [OWNER_LOCK]);
    if (rows[0]?.taken === true) {
      await createDatabase(client);
      return { lost, release: () => client.end() };
    }
    const heldBy = await nameOwner(client);
    await client.end();
    return { heldBy };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** The owner's lock as `pg_locks` shows it: its number in two halves, `objsubid` 1 for a lock of one number. */
async function nameOwner(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name
       from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32) + objid::bigint = $1`,
    [OWNER_LOCK],
  );
  return rows[0]?.name ?? 'another server';
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${DATABASE}`);
}
