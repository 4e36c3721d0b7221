import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import type { Kopai } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, runningPostgres } from '../../src/db/index.ts';
import { kopaiProcess, serveProcess } from '../process.ts';
import { brokenInvariants, grant, putAgent } from '../running-server.ts';
import { until } from '../until.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const credit = 1_000_000n;

/** A disaster and the way back, as an operator walks it, with the programs that come with the server. */
describe('a lost disk', { timeout: 120_000 }, () => {
  let place: Workplace;
  const at = (name: string) => place.at(name);
  const charge = (kopai: Kopai, messageId: string) =>
    kopai.charges.create({ agentId: 'kept', userId: 'alice', messageId }, { idempotencyKey: `key-${messageId}` });

  beforeAll(async () => {
    place = await openWorkplace('server/deploy/recover.sh');
  });
  afterAll(() => place.close());

  test('is answered by a backup and the archived log, to the moment before the mistake', async () => {
    const settings = { KOPAI_DATA_DIR: at('data'), KOPAI_WAL_ARCHIVE: at('wal') };
    const first = await serveProcess(settings);
    await putAgent(first.kopai, 'kept', { infra: credit });
    await grant(first.kopai, 'user:alice', 100n * credit);
    const before = await charge(first.kopai, 'before-the-backup');

    expect(await place.follow('backup', { ...settings, BACKUP: at('backup') })).toContain(
      `backed up to ${at('backup')}`,
    );
    const again = await kopaiProcess(['backup', at('backup')], settings).ended;
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('is not empty')]);

    const after = await charge(first.kopai, 'after-the-backup');
    const gift = { wallet: 'user:alice', amount: credit, reason: 'a gift' };
    const given = await first.kopai.adjustments.create(gift, { idempotencyKey: 'gift' });
    const url = await runningPostgres(at('data'));
    if (url === undefined) throw new Error('no PostgreSQL runs');
    const database = createPool({ url, size: 1, applicationName: 'test' });
    const [moment] = await database.query<{ now: string }>('select clock_timestamp()::text as now');
    await first.kopai.adjustments.create({ wallet: 'user:alice', amount: -90n * credit, reason: 'a mistake' });
    await database.query('select pg_switch_wal()');
    await database.end();
    const doctor = await kopaiProcess(['doctor'], settings).ended;
    expect(doctor.stdout).toContain('archive: the log is archived');
    first.process.kill('SIGTERM');
    await first.process.ended;

    // The disk is gone: what is left is the backup and the archive, on another.
    await rm(at('data/postgres'), { recursive: true });
    const said = await place.follow('restore', { ...settings, BACKUP: at('backup'), UNTIL: moment?.now ?? '' });
    expect(said).toMatch(/^(\d+) of \1 invariants hold$/m);
    const second = await serveProcess(settings);
    expect(await second.kopai.wallets.get('user:alice')).toMatchObject({ balance: 99n * credit });
    // What was answered before the disaster is answered again, and not done again.
    expect((await charge(second.kopai, 'before-the-backup')).id).toBe(before.id);
    expect((await charge(second.kopai, 'after-the-backup')).id).toBe(after.id);
    expect(await second.kopai.adjustments.create(gift, { idempotencyKey: 'gift' })).toEqual(given);
    expect(await second.kopai.wallets.get('user:alice')).toMatchObject({ balance: 99n * credit });
    const more = await charge(second.kopai, 'after-the-restore');
    expect(more.status).toBe('captured');
    // The archive goes on with what comes after, beside what was undone.
    await until(async () => (await readdir(at('wal'))).some((name) => name.endsWith('.history')));
    second.process.kill('SIGTERM');
    await second.process.ended;
  });

  test('is answered by a backup alone, to the moment that it was made', async () => {
    await mkdir(at('alone'));
    await cp(at('backup'), at('alone/postgres'), { recursive: true });
    const restored = await serveProcess({ KOPAI_DATA_DIR: at('alone') });
    expect(await restored.kopai.wallets.get('user:alice')).toMatchObject({ balance: 99n * credit });
    const url = await runningPostgres(at('alone'));
    if (url === undefined) throw new Error('no PostgreSQL runs');
    const database = createPool({ url, size: 1, applicationName: 'test' });
    expect(await brokenInvariants(database)).toEqual([]);
    await database.end();
    restored.process.kill('SIGTERM');
    await restored.process.ended;
  });
});
