import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WORKSPACE } from '../suites/command.ts';
import { heldFrom, objectionsTo } from './migrations.ts';

const files = globSync('server/migrations/*.sql', { cwd: WORKSPACE }).sort();
const numberOf = (path: string) => Number(/^(\d{4})_[a-z_]+\.sql$/.exec(basename(path))?.[1]);

describe('migrations', () => {
  test('are numbered without a gap, and each opens with its why', () => {
    expect(files.map(numberOf)).toEqual(files.map((_, i) => i + 1));
    for (const path of files)
      expect(readFileSync(join(WORKSPACE, path), 'utf8'), path).toMatch(/^(-- Up Migration\n)?-- \S/);
  });

  test.each(files.filter((path) => numberOf(path) >= heldFrom))('%s disturbs nobody', (path) => {
    expect(objectionsTo(readFileSync(join(WORKSPACE, path), 'utf8'))).toEqual([]);
  });
});

describe('a migration', () => {
  test.each([
    ['create index a on charges (id);', 'concurrently'],
    ['create unique index a on charges (id);', 'concurrently'],
    ['create index concurrently a on charges (id);', 'Without a transaction'],
    ['reindex table charges;', 'writers wait'],
    ['alter table charges add column note text not null;', 'where there are rows'],
    ['alter table charges add column note uuid default gen_random_uuid();', 'rewrites'],
    ['alter table charges\n  alter column amount type numeric;', 'rewrites'],
    ['alter table charges alter column note set not null;', 'not valid'],
    ['alter table charges add constraint c check (amount > 0);', 'not valid'],
    ['alter table charges add foreign key (agent_id) references agents (id);', 'not valid'],
    ['alter table charges add constraint c unique (note);', 'using index'],
    ['alter table charges drop column note;', 'release before'],
    ['alter table charges rename column note to notes;', 'release before'],
    ['drop table charges;', 'release before'],
    ["update charges set note = '';", 'every row'],
    ['delete from charges;', 'every row'],
    ['truncate charges;', 'as long as it takes'],
    ['lock table charges;', 'as long as it takes'],
  ])('may not: %s', (sql, objection) => {
    expect(objectionsTo(sql)).toEqual([expect.stringContaining(objection)]);
  });

  test.each([
    'create table notes (id text primary key, at timestamptz not null);\ncreate index notes_by_time on notes (at);',
    '-- Without a transaction\ncreate index concurrently a on charges (id);',
    'alter table charges add column note text;',
    "alter table charges add column kind text not null default 'message';",
    'alter table charges add constraint c check (amount > 0) not valid;',
    'alter table charges validate constraint c;',
    'alter table charges add constraint c unique using index charges_by_note;',
    '-- Unused since 0.4.0\nalter table charges drop column note;',
    "update charges set note = '' where id = 'a';",
    '-- create index a on charges (id);\nselect 1;',
    'create function f() returns void language plpgsql as $$ begin update charges set note = 1; end; $$;',
  ])('may: %s', (sql) => {
    expect(objectionsTo(sql)).toEqual([]);
  });
});
