import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CommitOutcomeUnknownError,
  createPool,
  inTransaction,
  isUniqueViolation,
  type Pool,
  SerializationFailure,
  sqlState,
} from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';

const { url, pool } = await freshDatabase();
await pool.query('create table counters (id int4 primary key, value int8 not null)');

beforeEach(async () => {
  await pool.query('delete from counters');
  await pool.query('insert into counters values (1, 0), (2, 0)');
});

async function counter(id: number): Promise<unknown> {
  return (await pool.query('select value from counters where id = $1', [id]))[0]?.value;
}

test('what returns is committed, what throws is rolled back', async () => {
  const result = await inTransaction(pool, async (tx) => {
    await tx.query('update counters set value = 5 where id = 1');
    return 'done';
  });
  expect(result).toBe('done');
  const failed = inTransaction(pool, async (tx) => {
    await tx.query('update counters set value = 9 where id = 1');
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  expect(await counter(1)).toBe(5n);
});

test('serialization failures are run again until every increment has counted', async () => {
  let runs = 0;
  const increment = () =>
    inTransaction(
      pool,
      async (tx) => {
        runs += 1;
        const [row] = await tx.query<{ value: bigint }>('select value from counters where id = 1');
        await tx.query('update counters set value = $1 where id = 1', [(row?.value ?? 0n) + 1n]);
      },
      { isolation: 'serializable', retries: 50 },
    );
  await Promise.all(Array.from({ length: 10 }, increment));
  expect(await counter(1)).toBe(10n);
  expect(runs).toBeGreaterThan(10);
});

test('a deadlock ends with both transactions done', async () => {
  let waiting = 0;
  let open: () => void = () => undefined;
  const bothHoldOne = new Promise<void>((resolve) => {
    open = resolve;
  });
  const addInOrder = (first: number, second: number) =>
    inTransaction(pool, async (tx) => {
      await tx.query('update counters set value = value + 1 where id = $1', [first]);
      waiting += 1;
      if (waiting === 2) open();
      await bothHoldOne;
      await tx.query('update counters set value = value + 1 where id = $1', [second]);
    });
  await Promise.all([addInOrder(1, 2), addInOrder(2, 1)]);
  expect([await counter(1), await counter(2)]).toEqual([2n, 2n]);
});

test('retries are bounded, and a fence of our own counts as a conflict', async () => {
  let runs = 0;
  const hopeless = inTransaction(
    pool,
    async () => {
      runs += 1;
      throw new SerializationFailure('moved');
    },
    { retries: 2 },
  );
  await expect(hopeless).rejects.toThrow(SerializationFailure);
  expect(runs).toBe(3);
});

test('other errors are not run again', async () => {
  let runs = 0;
  const refused = await inTransaction(pool, async (tx) => {
    runs += 1;
    await tx.query('insert into counters values (1, 0)');
  }).catch((error: unknown) => error);
  expect(isUniqueViolation(refused)).toBe(true);
  expect(runs).toBe(1);
});

test('an error that was swallowed does not pass for a commit', async () => {
  const swallowed = inTransaction(pool, async (tx) => {
    await tx.query('update counters set value = 3 where id = 1');
    await tx.query('insert into counters values (1, 0)').catch(() => undefined);
  });
  await expect(swallowed).rejects.toThrow('swallowed');
  expect(await counter(1)).toBe(0n);
});

test('a commit that a deferred constraint refuses is a plain refusal', async () => {
  await pool.query('create table late (id int4 constraint late_key unique deferrable initially deferred)');
  const refused = await inTransaction(pool, async (tx) => {
    await tx.query('insert into late values (1), (1)');
  }).catch((error: unknown) => error);
  expect(isUniqueViolation(refused, 'late_key')).toBe(true);
});

test('a connection that breaks is closed, during the work as well as during the commit', async () => {
  const single = createPool({ url, size: 1, applicationName: 'single' });
  try {
    const broken = inTransaction(single, async (tx) => {
      await endBackendOf(tx);
      await tx.query('select 1');
    });
    await expect(broken).rejects.toThrow();

    const unknown = await inTransaction(single, async (tx) => {
      await tx.query('update counters set value = 4 where id = 1');
      await endBackendOf(tx);
    }).catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(sqlState(unknown)).toBeUndefined();
    expect(await single.query('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await single.end();
  }
});

async function endBackendOf(tx: Pick<Pool, 'query'>): Promise<void> {
  const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1, 2000)', [row?.pid]);
}

test('many transactions at once leave no connection behind', async () => {
  const small = createPool({ url, size: 3, applicationName: 'small' });
  try {
    const works = Array.from({ length: 30 }, (_, index) =>
      inTransaction(small, async (tx) => {
        await tx.query('select pg_sleep(0.001)');
        if (index % 3 === 0) throw new Error('fails');
      }),
    );
    const settled = await Promise.allSettled(works);
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await Promise.all([1, 2, 3].map(() => small.query('select 1 as one')))).toHaveLength(3);
  } finally {
    await small.end();
  }
});

describe.each([
  ['a pool that pipelines', true],
  ['a pool that does not', false],
])('a last statement, on %s', (_, pipeline) => {
  let own: Pool;
  beforeAll(() => {
    own = createPool({ url, size: 1, applicationName: 'last', pipeline });
  });
  afterAll(() => own.end());

  test('is committed with what came before it, and gives its rows', async () => {
    const rows = await inTransaction(own, async (tx) => {
      await tx.query('update counters set value = 3 where id = 1');
      return tx.last<{ value: bigint }>('update counters set value = 4 where id = 2 returning value');
    });
    expect(rows).toEqual([{ value: 4n }]);
    expect([await counter(1), await counter(2)]).toEqual([3n, 4n]);
  });

  test('takes all of it back when it is refused, in its own words, and leaves the connection usable', async () => {
    const refused = inTransaction(own, async (tx) => {
      await tx.query('update counters set value = 3 where id = 1');
      return tx.last('insert into counters values (2, 9)');
    });
    await expect(refused).rejects.toSatisfy((error) => isUniqueViolation(error));
    expect(await counter(1)).toBe(0n);
    await inTransaction(own, (tx) => tx.last('update counters set value = 7 where id = 1'));
    expect(await counter(1)).toBe(7n);
  });

  test('is committed with what was read first, where BEGIN was sent ahead', async () => {
    const work = inTransaction(
      own,
      async (tx) => {
        const [row] = await tx.query<{ value: bigint }>('select value from counters where id = 1 for update');
        return tx.last('update counters set value = $1 where id = 1', [(row?.value ?? 0n) + 1n]);
      },
      { beginAhead: true },
    );
    await work;
    expect(await counter(1)).toBe(1n);
  });

  test('is run again with the rest after a conflict', async () => {
    let runs = 0;
    await inTransaction(own, async (tx) => {
      runs += 1;
      await tx.query('update counters set value = value + 1 where id = 1');
      return tx.last(runs === 1 ? `do $$ begin raise exception 'x' using errcode = '40001'; end $$` : 'select 1');
    });
    expect([runs, await counter(1)]).toEqual([2, 1n]);
  });

  test('leaves the outcome unknown when no answer came', async () => {
    const lost = inTransaction(own, async (tx) => {
      const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      const answered = tx.last('select pg_sleep(60)');
      answered.catch(() => undefined);
      await pool.query('select pg_terminate_backend($1)', [row?.pid]);
      return answered;
    });
    // Without pipelining COMMIT was never sent, and nothing happened.
    if (pipeline) await expect(lost).rejects.toBeInstanceOf(CommitOutcomeUnknownError);
    else await expect(lost).rejects.toMatchObject({ code: '57P01' });
  });

  test('does not go out where the transaction could not begin', async () => {
    const lost = inTransaction(own, async (tx) => {
      await tx.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
      return tx.last('update counters set value = 5 where id = 1');
    });
    await expect(lost).rejects.toThrow();
    expect(await counter(1)).toBe(0n);
  });
});
