import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createPool, MigrationBlockedError, migrate, pendingMigrations } from '../../src/db/index.ts';
import { databaseUrl, withAdministrator } from '../administrator.ts';
import { freshDatabase } from '../database.ts';
import { until } from '../until.ts';
import { dataFolder } from './data-folder.ts';

const migrated = await freshDatabase();

/** A database without any schema, and a folder of migrations to bring to it. */
async function blank(files: Readonly<Record<string, string>>) {
  const folder = await dataFolder();
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  const server = inject('postgresUrl');
  const name = `blank_${randomBytes(6).toString('hex')}`;
  await withAdministrator(server, (pool) => pool.query(`create database ${name}`));
  const url = databaseUrl(server, name);
  const pool = createPool({ url, size: 2, applicationName: 'test' });
  onTestFinished(async () => {
    await pool.end();
    await withAdministrator(server, (pool) => pool.query(`drop database ${name} with (force)`));
  });
  return { folder, url, pool };
}

test('the schema of this server is complete after one run', async () => {
  expect(await pendingMigrations(migrated.url)).toEqual([]);
  expect(await migrate(migrated.url)).toEqual([]);
});

test('pending files run in the order of their names, once', async () => {
  const { folder, url, pool } = await blank({
    '0002_fill.sql': 'insert into things values (2);',
    '0001_things.sql': '-- Why: there must be things.\ncreate table things (id int8);',
    'README.md': 'not a migration',
  });
  expect(await pendingMigrations(url, folder)).toEqual(['0001_things', '0002_fill']);
  const log: string[] = [];
  expect(await migrate(url, { log: (line) => log.push(line), folder })).toEqual(['0001_things', '0002_fill']);
  expect(log).toEqual(['migrated 0001_things', 'migrated 0002_fill']);
  await writeFile(join(folder, '0003_more.sql'), 'insert into things values (3);');
  expect(await pendingMigrations(url, folder)).toEqual(['0003_more']);
  expect(await migrate(url, { folder })).toEqual(['0003_more']);
  expect(await pool.query('select id from things order by id')).toEqual([{ id: 2n }, { id: 3n }]);
});

test('a file that fails leaves nothing of the run behind', async () => {
  const { folder, url, pool } = await blank({
    '0001_things.sql': 'create table things (id int8);',
    '0002_wrong.sql': 'create table things (id int8);',
  });
  await expect(migrate(url, { folder })).rejects.toThrow('already exists');
  expect(await pool.query(`select to_regclass('things') as things`)).toEqual([{ things: null }]);
  await rm(join(folder, '0002_wrong.sql'));
  expect(await migrate(url, { folder })).toEqual(['0001_things']);
});

test('processes that start at once migrate once', async () => {
  const { folder, url } = await blank({ '0001_things.sql': 'create table things (id int8); select pg_sleep(0.3);' });
  const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(url, { folder })));
  expect(runs.flat()).toEqual(['0001_things']);
});

test('a table that is in use is waited for without holding up who reads it', async () => {
  const { folder, url, pool } = await blank({ '0001_things.sql': 'create table things (id int8);' });
  await migrate(url, { folder });
  const report = await pool.connect();
  await report.command('begin');
  await report.query('select from things');
  await writeFile(join(folder, '0002_more.sql'), 'alter table things add column name text;');
  const said: string[] = [];
  // A reader that would queue behind the migration for as long as the report runs is answered as soon as the migration gives up.
  const reader = createPool({ url, size: 1, applicationName: 'reader', limits: { lock: 2_000 } });
  onTestFinished(() => reader.end());
  const patience = { lockMs: 100, pauseMs: 20, tries: 500 };
  const migrating = migrate(url, { folder, patience, log: (line) => said.push(line) });
  await until(async () => said.length >= 2);
  expect(await reader.query('select from things')).toEqual([]);
  expect(await pendingMigrations(url, folder)).toEqual(['0002_more']);
  expect(said[0]).toMatch(/a migration waits for a table that is in use; open are: test \(process \d+, \d+ s\)/);
  await report.command('commit');
  report.release();
  expect(await migrating).toEqual(['0002_more']);
  expect(await reader.query('select name from things')).toEqual([]);
});

test('a table that stays in use ends the migration with what holds it, and nothing is changed', async () => {
  const { folder, url, pool } = await blank({ '0001_things.sql': 'create table things (id int8);' });
  await migrate(url, { folder });
  const report = await pool.connect();
  await report.command('begin');
  await report.query('select from things');
  await writeFile(join(folder, '0002_other.sql'), 'create table others (id int8);');
  await writeFile(join(folder, '0003_more.sql'), 'alter table things add column name text;');
  const giving = migrate(url, { folder, patience: { lockMs: 50, pauseMs: 1, tries: 3 } });
  await expect(giving).rejects.toThrow(MigrationBlockedError);
  await expect(giving).rejects.toThrow(/open are: test \(process \d+/);
  await report.command('commit');
  report.release();
  expect(await pool.query(`select to_regclass('others') as others`)).toEqual([{ others: null }]);
});

test('an index is made beside traffic by a file that says so', async () => {
  const { folder, url, pool } = await blank({
    '0001_things.sql': 'create table things (id int8);',
    '0002_index.sql': `-- Why: things are looked up by their id.
-- Without a transaction
drop index concurrently if exists things_by_id;
create index concurrently things_by_id on things (id);
`,
    '0003_more.sql': 'insert into things values (1);',
  });
  expect(await migrate(url, { folder })).toEqual(['0001_things', '0002_index', '0003_more']);
  expect(await pool.query(`select indisvalid from pg_index where indexrelid = 'things_by_id'::regclass`)).toEqual([
    { indisvalid: true },
  ]);
});

test('a folder without migrations is fine', async () => {
  const { folder, url } = await blank({});
  expect(await migrate(url, { folder })).toEqual([]);
  expect(await pendingMigrations(url, join(folder, 'none'))).toEqual([]);
});
