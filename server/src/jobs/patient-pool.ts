import { type DriverPool, isConflict, isMistake } from '../db/index.ts';

const connect = (pool: DriverPool) => pool.connect();
type PoolClient = Awaited<ReturnType<typeof connect>>;

/**
 * The queue's connections, with every failure that passes said in a way that the queue waits out. graphile-worker writes down that a job has ended without
 * waiting for it, and repeats that only for codes it knows (3 s after the first failure, up to two minutes apart, a hundred times); anything else - a
 * connection that breaks, a database that is full, a statement that takes too long - would be a rejection that nobody handles, which ends the process.
 * Both of its statements name the job, so a repetition does nothing twice.
 */
export function patientPool(pool: DriverPool): DriverPool {
  return new Proxy(pool, {
    get(target, name) {
      // The connection that the queue listens on comes by a callback, and is made anew by the queue itself.
      if (name === 'connect')
        return (callback?: Parameters<DriverPool['connect']>[0]) =>
          callback ? target.connect(callback) : connect(target).then(patientClient, rethrow);
      return bound(target, name);
    },
  });
}

const patientClient = (client: PoolClient): PoolClient =>
  new Proxy(client, {
    get(target, name) {
      if (name !== 'query') return bound(target, name);
      return (...query: Parameters<PoolClient['query']>) => Promise.resolve(target.query(...query)).catch(rethrow);
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });

function bound<T extends object>(target: T, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

/** A code that the queue knows for having no connection. */
const waitedOut = 'ETIMEDOUT';

function rethrow(error: unknown): never {
  // The queue repeats conflicts by itself, and sooner.
  const passes = error instanceof Error && !isMistake(error) && !isConflict(error);
  throw passes ? Object.assign(error, { code: waitedOut }) : error;
}
