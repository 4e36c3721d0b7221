import type { WorkerEvents } from 'graphile-worker';
import type { DriverPool } from '../db/index.ts';

/** The first half of our advisory locks' keys, which keeps them apart from locks that others take in the same database: "jobs" in ASCII. */
const lockSpace = 0x6a6f6273;

/**
 * Shows that the workers of this process live: the connection that the queue listens on, and keeps for as long as it works, holds a lock
 * in their name. The database lets go of it when the process is gone, however it went.
 */
export function showPresence(events: WorkerEvents, onError: (error: unknown) => void): void {
  events.on('pool:listen:success', ({ client, workerPool }) => {
    // The queue is about to send its LISTEN; the driver wants one statement after the other.
    client.once('drain', () => {
      client.query('select pg_advisory_lock_shared($1, hashtext($2))', [lockSpace, workerPool.id]).catch(onError);
    });
  });
}

/**
 * Gives back jobs that a process took and did not live to finish; the queue itself would wait four hours. A process whose listening
 * connection is just being made anew may see a job of its own run twice, which every task must bear anyway.
 */
export async function freeAbandonedJobs(pool: DriverPool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by))
     from graphile_worker.jobs j
     where j.locked_by is not null and not exists (
       select from pg_locks l
       where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
         and l.classid = $1::bigint::oid and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid and l.granted
     )
     having count(*) > 0`,
    [lockSpace],
  );
}
