import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createPool, migrate, pendingMigrations } from '../../src/db/index.ts';
import { databaseUrl, withAdministrator } from '../administrator.ts';
import { freshDatabase } from '../database.ts';
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
  expect(await migrate(url, (line) => log.push(line), folder)).toEqual(['0001_things', '0002_fill']);
  expect(log).toEqual(['migrated 0001_things', 'migrated 0002_fill']);
  await writeFile(join(folder, '0003_more.sql'), 'insert into things values (3);');
  expect(await pendingMigrations(url, folder)).toEqual(['0003_more']);
  expect(await migrate(url, undefined, folder)).toEqual(['0003_more']);
  expect(await pool.query('select id from things order by id')).toEqual([{ id: 2n }, { id: 3n }]);
});

test('a file that fails leaves nothing of the run behind', async () => {
  const { folder, url, pool } = await blank({
    '0001_things.sql': 'create table things (id int8);',
    '0002_wrong.sql': 'create table things (id int8);',
  });
  await expect(migrate(url, undefined, folder)).rejects.toThrow('already exists');
  expect(await pool.query(`select to_regclass('things') as things`)).toEqual([{ things: null }]);
  await rm(join(folder, '0002_wrong.sql'));
  expect(await migrate(url, undefined, folder)).toEqual(['0001_things']);
});

test('processes that start at once migrate once', async () => {
  const { folder, url } = await blank({ '0001_things.sql': 'create table things (id int8); select pg_sleep(0.3);' });
  const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(url, undefined, folder)));
  expect(runs.flat()).toEqual(['0001_things']);
});

test('a folder without migrations is fine', async () => {
  const { folder, url } = await blank({});
  expect(await migrate(url, undefined, folder)).toEqual([]);
  expect(await pendingMigrations(url, join(folder, 'none'))).toEqual([]);
});
