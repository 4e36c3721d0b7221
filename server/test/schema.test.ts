import { beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

/** The schema as the migrations leave it, in one readable form; refreshed with `vitest run --project server --update`. */
test('schema.sql is what the migrations make', async () => {
  const tables = await database.pool.query<{ name: string; body: string }>(`
    select c.relname as name, string_agg('  ' || line, E',\\n' order by part, position) as body
    from pg_class c join lateral (
      select 1 as part, a.attnum as position,
        a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
          || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 2, row_number() over (order by contype desc, conname),
        'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where conrelid = c.oid and contype not in ('n', 't')
    ) lines on true
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
    group by c.relname order by c.relname`);
  const views = await database.pool.query<{ name: string; body: string }>(`
    select relname as name, pg_get_viewdef(oid, true) as body from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'v' order by relname`);
  const statements = await database.pool.query<{ text: string }>(`
    select pg_get_indexdef(i.indexrelid) as text, 1 as part from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and c.relname <> 'migrations'
      and not exists (select from pg_constraint where conindid = i.indexrelid)
    union all
    select pg_get_triggerdef(t.oid), 2 from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    order by part, text`);
  const schema = [
    '-- The schema that the migrations make, for reading. Made by a test; never edited.',
    ...tables.map(({ name, body }) => `create table ${name} (\n${body}\n);`),
    ...views.map(({ name, body }) => `create view ${name} as\n${body}`),
    statements.map(({ text }) => `${text};`).join('\n'),
  ].join('\n\n');
  await expect(`${schema}\n`).toMatchFileSnapshot('../schema.sql');
});
