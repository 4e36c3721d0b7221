import { setTimeout } from 'node:timers/promises';
import pg, { type CustomTypesConfig, type PoolClient } from 'pg';
import { isRefusal } from './database-error.ts';
import type { Queryable, Statement } from './queryable.ts';

/** The driver's own pool, for libraries that bring their own SQL (the job queue). It gives `int8` as strings. */
export type DriverPool = pg.Pool;

/** A connection taken out of the pool, for a transaction. */
export interface Connection extends Queryable {
  /** Whether it takes a statement before it has answered the last. */
  readonly pipelines: boolean;
  /** Runs a statement that gives no rows and tells what the server says it did, such as `COMMIT`. */
  command(text: string): Promise<string>;
  /** Puts it back; with `broken` it is closed instead. */
  release(broken?: boolean): void;
}

/** The server's connections to the database. */
export interface Pool extends Queryable {
  connect(): Promise<Connection>;
  /** How its connections stand. */
  standing(): PoolStanding;
  /** Closes every connection once it is free. The pool is of no use afterwards. */
  end(): Promise<void>;
}

/** The connections of a pool. */
export interface PoolStanding {
  readonly busy: number;
  readonly idle: number;
  /** Who wants one and has to wait. */
  readonly waiting: number;
}

/** How the connections of a driver's pool stand. */
export const standingOf = ({ totalCount, idleCount, waitingCount }: DriverPool): PoolStanding => ({
  busy: totalCount - idleCount,
  idle: idleCount,
  waiting: waitingCount,
});

/** How long things may take, all in milliseconds. */
export interface PoolLimits {
  /** One statement. The longest of a request take milliseconds; one that takes this long holds locks others wait for. */
  readonly statement: number;
  /** Waiting for one lock. Half a statement's time, so that a wait for a lock is told apart from slow work. */
  readonly lock: number;
  /** A transaction that does nothing. Only a process that hangs gets here, and it holds a wallet's lock. */
  readonly idleInTransaction: number;
  /** Waiting for a free connection, or for a new one. A caller over HTTP has not given up yet. */
  readonly connect: number;
}

export interface PoolOptions {
  readonly url: string;
  /** The most connections. 8 to 16 saturate a database of a few cores; more of them only queue inside it. */
  readonly size: number;
  /** Seen by the operator in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Overrides single limits, for work that is long by nature such as `kopai verify`. */
  readonly limits?: Partial<PoolLimits>;
  /**
   * For connections that send a few named statements, keyed ones, again and again: each is planned once, whatever its parameters. Planning a charge
   * anew costs more than writing it.
   */
  readonly planOnce?: boolean;
  /** Sends statements without waiting for the answers of those before. */
  readonly pipeline?: boolean;
  /** Hears about connections that broke while nobody used them. The next query opens new ones. */
  readonly onConnectionError?: (error: Error) => void;
}

const LIMITS: PoolLimits = { statement: 10_000, lock: 5_000, idleInTransaction: 10_000, connect: 10_000 };

/** What the network may add (in ms) before the driver gives up on an answer the server should have sent or refused. */
const ANSWER_GRACE = 5_000;

/** A connection idle for this long (in ms) is closed. */
const IDLE_TIMEOUT = 30_000;

const INT8 = 20;
const INT8_ARRAY = 1016;

/** `int8` and arrays of it as `bigint`, everything else as the driver does it. */
const BIGINT_TYPES: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    const parse = pg.types.getTypeParser(oid, format ?? 'text');
    if (oid !== INT8_ARRAY) return parse;
    return (text: string) => (parse(text) as (string | null)[]).map((item) => (item === null ? null : BigInt(item)));
  },
} as CustomTypesConfig;

/** Opens a pool. Connections are made when they are first needed, so a wrong URL shows at the first query. */
export function createPool(options: PoolOptions): Pool {
  const driver = openBigintPool(options);
  return {
    query: (statement, values) => queryOnce(driver, statement, values),
    async connect() {
      return asConnection(await driver.connect(), options.pipeline ?? false);
    },
    standing: () => standingOf(driver),
    end: () => driver.end(),
  };
}

/** The driver's pool with `bigint` for `int8`. */
export const openBigintPool = (options: PoolOptions): DriverPool => openDriverPool({ types: BIGINT_TYPES }, options);

/** Opens a pool of the driver's own kind, with the same limits and listeners. */
export function createDriverPool(options: PoolOptions): DriverPool {
  return openDriverPool({}, options);
}

function openDriverPool(config: pg.PoolConfig, options: PoolOptions): DriverPool {
  const limits = { ...LIMITS, ...options.limits };
  const pool = new pg.Pool({
    ...config,
    connectionString: options.url,
    max: options.size,
    application_name: options.applicationName,
    ...(options.planOnce && { options: PLAN_ONCE }),
    ...(options.pipeline && { pipeline: true }),
    statement_timeout: limits.statement,
    query_timeout: limits.statement + ANSWER_GRACE,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
    connectionTimeoutMillis: limits.connect,
    idleTimeoutMillis: IDLE_TIMEOUT,
    keepAlive: true,
  });
  // Without listeners a dying server would take this process down: the pool listens on idle connections only, so one
  // that breaks between two statements of a transaction needs a listener of its own.
  pool.on('error', (error) => options.onConnectionError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return closingWholly(pool);
}

/**
 * One plan for all, made while a table may still be empty: it must reach every row by its key, for nothing else stays right as tables grow.
 */
const PLAN_ONCE = [
  'plan_cache_mode=force_generic_plan',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_seqscan=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** How long `end` waits for the sockets of a server that may be gone, in ms. */
const CLOSE_TIMEOUT = 2_000;

/**
 * The driver's `end` says goodbye on each connection and does not wait for it to close. A database that is stopped right after would cut off connections
 * that are still leaving, and report each as an error.
 */
function closingWholly(pool: DriverPool): DriverPool {
  const open = new Set<PoolClient>();
  pool.on('connect', (client) => {
    open.add(client);
    client.once('end', () => open.delete(client));
  });
  const sayGoodbye = pool.end.bind(pool);
  const end = async () => {
    await sayGoodbye();
    const closed = [...open].map((client) => new Promise<void>((resolve) => client.once('end', () => resolve())));
    await Promise.race([Promise.all(closed), setTimeout(CLOSE_TIMEOUT, undefined, { ref: false })]);
  };
  return Object.assign(pool, { end });
}

function asConnection(client: PoolClient, pipelines: boolean): Connection {
  return {
    pipelines,
    query: (statement, values) => run(client, statement, values),
    async command(text) {
      return (await client.query(text)).command;
    },
    release: (broken = false) => client.release(broken),
  };
}

/**
 * One statement on a connection of its own. The driver's `pool.query` does the same but closes the connection after any
 * error, and a refused row (a key that exists) is an everyday answer here.
 */
async function queryOnce<Row extends object>(
  driver: pg.Pool,
  statement: string | Statement,
  values: readonly unknown[] | undefined,
): Promise<Row[]> {
  const client = await driver.connect();
  let broken = true;
  try {
    const rows = await run<Row>(client, statement, values);
    broken = false;
    return rows;
  } catch (error) {
    broken = !isRefusal(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Sends one statement on a connection and gives its rows. */
export async function run<Row extends object>(
  client: PoolClient,
  statement: string | Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const named = typeof statement === 'string' ? { text: statement } : statement;
  // The driver only reads them, though it does not say so.
  return (await client.query<Row>(named, values as unknown[])).rows;
}
