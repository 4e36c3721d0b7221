import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Kopai } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, runningPostgres } from '../../src/db/index.ts';
import { kopaiProcess, serveProcess } from '../process.ts';
import { brokenInvariants, grant, putAgent } from '../running-server.ts';
import { until } from '../until.ts';

const credit = 1_000_000n;
const run = promisify(execFile);
const top = fileURLToPath(new URL('../../..', import.meta.url));

/** The commands of the runbook, as it quotes them. */
const runbook = join(top, 'server/deploy/recover.sh');

/** A disaster and the way back, as an operator walks it, with the programs that come with the server. */
describe('a lost disk', { timeout: 120_000 }, () => {
  let place: string;
  const at = (name: string) => join(place, name);
  /** Runs one region of the runbook. */
  async function follow(region: string, env: Readonly<Record<string, string>>): Promise<string> {
    const lines = await run('sed', ['-n', `/^# region ${region}$/,/^# endregion ${region}$/p`, runbook]);
    await writeFile(at(`${region}.sh`), lines.stdout);
    const { stdout } = await run('sh', ['-eu', at(`${region}.sh`)], {
      cwd: place,
      env: { PATH: `${at('programs')}:${join(process.execPath, '..')}:/usr/bin:/bin`, LOG_LEVEL: 'warn', ...env },
    });
    return stdout;
  }
  const charge = (kopai: Kopai, messageId: string) =>
    kopai.charges.create({ agentId: 'kept', userId: 'alice', messageId }, { idempotencyKey: `key-${messageId}` });

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'kopai-restore-'));
    await chmod(place, 0o755);
    await mkdir(at('programs'));
    await symlink(join(top, 'docs/test/stand-in.mjs'), join(at('programs'), 'npm'));
  });
  afterAll(() => rm(place, { recursive: true, force: true, maxRetries: 3 }));

  test('is answered by a backup and the archived log, to the moment before the mistake', async () => {
    const settings = { KOPAI_DATA_DIR: at('data'), KOPAI_WAL_ARCHIVE: at('wal') };
    const first = await serveProcess(settings);
    await putAgent(first.kopai, 'kept', { infra: credit });
    await grant(first.kopai, 'user:alice', 100n * credit);
    const before = await charge(first.kopai, 'before-the-backup');

    expect(await follow('backup', { ...settings, BACKUP: at('backup') })).toContain(`backed up to ${at('backup')}`);
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
    const said = await follow('restore', { ...settings, BACKUP: at('backup'), UNTIL: moment?.now ?? '' });
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
