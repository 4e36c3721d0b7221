import type { BenchDatabase } from './open-database.ts';
import { parentOf, processorSeconds } from './processor-time.ts';

/** What so many operations came to. Processor times and bytes are of one operation. */
export interface Stretch {
  /** Operations there were at its end. */
  readonly until: number;
  readonly endedMs: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the database's processes, in microseconds. */
  readonly databaseMicros: number;
  /** Of this process, in microseconds. */
  readonly serverMicros: number;
  /** Bytes of the write-ahead log. */
  readonly logBytes: number;
}

/** Runs an operation so many times, by callers that each wait for their answer, and counts what it cost. */
export async function runMany(
  { pool }: BenchDatabase,
  { callers, count, until }: { callers: number; count: number; until: number },
  work: () => Promise<unknown>,
): Promise<Stretch> {
  const [backend] = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const databasePid = parentOf(backend?.pid ?? 0);
  const logPosition = async () => {
    const [row] = await pool.query<{ bytes: bigint }>(
      `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes`,
    );
    return Number(row?.bytes ?? 0n);
  };
  const times = new Float64Array(count);
  let begun = 0;
  const call = async () => {
    while (begun < count) {
      const turn = begun++;
      const start = performance.now();
      await work();
      times[turn] = performance.now() - start;
    }
  };
  const before = { log: await logPosition(), database: processorSeconds(databasePid), own: process.cpuUsage() };
  const from = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - from) / 1_000;
  const own = process.cpuUsage(before.own);
  times.sort();
  return {
    until,
    endedMs: Date.now(),
    perSecond: count / seconds,
    p50: times[Math.floor(count * 0.5)] ?? Number.NaN,
    p99: times[Math.floor(count * 0.99)] ?? Number.NaN,
    databaseMicros: ((processorSeconds(databasePid) - before.database) * 1e6) / count,
    serverMicros: (own.user + own.system) / count,
    logBytes: ((await logPosition()) - before.log) / count,
  };
}
