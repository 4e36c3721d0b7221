import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { migrate, pendingMigrations } from '../../src/db/index.ts';
import { freshDatabase } from '../database.ts';
import { kopaiProcess, serveProcess } from '../process.ts';
import { brokenInvariants, grant, putAgent, runServer } from '../running-server.ts';
import { dataFolder } from './data-folder.ts';

const credit = 1_000_000n;
const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What a release after this one may do to the tables that charges use: each kind of step that expands a schema. */
const expansion = {
  '9001_expand.sql': `-- Why: the release after this one keeps more.
create table next_notes (charge_id text primary key references charges (id), note text not null);
alter table charges add column next_note text, add column next_kind text not null default 'message';
alter table ledger_accounts add column next_limit bigint;
alter table ledger_entries add column next_note text;
alter table ledger_transactions add column next_note text not null default '';
alter table agents add column next_motto text;
alter table charges add constraint next_kind_known check (next_kind in ('message', 'tool')) not valid;
`,
  '9002_index.sql': `-- Why: the release after this one looks charges up by their kind.
-- Without a transaction
drop index concurrently if exists next_charges_by_kind;
create index concurrently next_charges_by_kind on charges (next_kind, created_at);
`,
  '9003_validate.sql':
    '-- Why: every row is known to hold it now.\nalter table charges validate constraint next_kind_known;\n',
};

test('charges go on while the next release migrates, and this one runs on its schema', {
  timeout: 60_000,
}, async () => {
  const database = await freshDatabase();
  const server = await runServer(database);
  await putAgent(server.kopai, 'kept', { infra: credit, addOn: credit, freeMessages: 2 });
  await grant(server.kopai, 'user:alice', 10_000n * credit);
  const charge = (messageId: string) => server.kopai.charges.create({ agentId: 'kept', userId: 'alice', messageId });
  const first = await charge('before');

  const folder = await dataFolder();
  await cp(migrations, folder, { recursive: true });
  for (const [name, sql] of Object.entries(expansion)) await writeFile(join(folder, name), sql);
  const migrating = migrate(database.url, { folder, patience: { lockMs: 200, pauseMs: 20, tries: 200 } });
  let isDone = false;
  const ran = migrating.finally(() => {
    isDone = true;
  });
  let during = 0;
  while (!isDone || during < 20) {
    await Promise.all(Array.from({ length: 5 }, (_, i) => charge(`during-${during}-${i}`)));
    during += 1;
  }
  expect(await ran).toEqual(Object.keys(expansion).map((name) => name.replace('.sql', '')));
  expect(await pendingMigrations(database.url, folder)).toEqual([]);

  expect((await charge('before')).id, 'what was charged before is found').toBe(first.id);
  const hold = await server.kopai.charges.create({
    agentId: 'kept',
    userId: 'alice',
    messageId: 'held',
    capture: false,
  });
  expect((await server.kopai.charges.capture(hold.id)).status).toBe('captured');
  const agent = await server.kopai.agents.get('kept');
  expect(Object.keys(agent).filter((name) => name.startsWith('next'))).toEqual([]);
  expect((await server.kopai.wallets.transactions('user:alice', { limit: 100 })).data.length).toBe(100);
  expect(await brokenInvariants(database.pool)).toEqual([]);

  // A process of this release that starts only now, such as one that was restarted, or that goes back.
  const late = await serveProcess({ DATABASE_URL: database.url, KOPAI_DATA_DIR: folder });
  expect((await late.kopai.charges.create({ agentId: 'kept', userId: 'alice', messageId: 'late' })).status).toBe(
    'captured',
  );
  const verified = await kopaiProcess(['verify'], { DATABASE_URL: database.url, KOPAI_DATA_DIR: folder }).ended;
  expect([verified.code, verified.stderr]).toEqual([0, '']);
  late.process.kill('SIGTERM');
  expect((await late.process.ended).code).toBe(0);
});
