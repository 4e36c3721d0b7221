import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InsufficientCreditsError } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { kopaiProcess, serveProcess } from './process.ts';
import { grant, putAgent } from './running-server.ts';

const credit = 1_000_000n;

describe('kopai, the program', { timeout: 90_000 }, () => {
  let dataDir: string;
  const tool = (args: string[], env: Record<string, string> = {}) =>
    kopaiProcess(args, { KOPAI_DATA_DIR: dataDir, ...env }).ended;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kopai-cli-'));
    await chmod(dataDir, 0o755);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  test('serves from a folder of its own, says where, stops cleanly, and finds everything again', async () => {
    const first = await serveProcess({ KOPAI_DATA_DIR: dataDir });
    expect(first.process.printed()).toMatch(/^stripe simulator on http:\/\/127\.0\.0\.1:\d+$/m);
    expect(first.process.printed()).toContain('no money moves');
    expect((await stat(join(dataDir, 'secret-key'))).mode & 0o777).toBe(0o600);
    await putAgent(first.kopai, 'agent', { infra: credit });
    await grant(first.kopai, 'user:alice', 5n * credit);
    await first.kopai.charges.create({ agentId: 'agent', userId: 'alice', messageId: 'm1' });
    expect(
      (await first.kopai.agents.list()).data.map(({ id }) => id),
      'no demo data was asked for',
    ).toEqual(['agent']);

    const rival = await kopaiProcess(['serve'], { KOPAI_DATA_DIR: dataDir, PORT: '0' }).ended;
    expect(rival.code, 'a second server on the folder is refused').toBe(1);
    expect(rival.stderr).toContain(dataDir);

    const looked = await tool(['verify']);
    expect([looked.code, looked.stdout.trim().split('\n').at(-1)], 'beside a running server').toEqual([
      0,
      expect.stringMatching(/^(\d+) of \1 invariants hold$/),
    ]);

    first.process.kill('SIGINT');
    expect(await first.process.ended).toMatchObject({ code: 0, signal: null });

    const second = await serveProcess({ KOPAI_DATA_DIR: dataDir });
    expect(second.apiKey).toBe(first.apiKey);
    expect(await second.kopai.wallets.get('user:alice')).toMatchObject({ balance: 4n * credit, seq: 2 });

    second.process.kill('SIGKILL');
    await second.process.ended;
    const third = await serveProcess({ KOPAI_DATA_DIR: dataDir });
    expect(await third.kopai.wallets.get('user:alice')).toMatchObject({ balance: 4n * credit, seq: 2 });
    third.process.kill('SIGTERM');
    expect(await third.process.ended).toMatchObject({ code: 0 });
  });

  test('verify without a server starts the database for itself; keys come and go', async () => {
    expect((await tool(['verify'])).code).toBe(0);
    const created = await tool([
      'keys',
      'create',
      '--name',
      'ci',
      '--scope',
      'charges:write',
      '--scope',
      'wallets:read',
    ]);
    expect(created.stdout).toMatch(/^key_\w{26} {2}kopai_sk_[\w-]{32}$/m);
    const [id = ''] = created.stdout.split(' ');
    expect((await tool(['keys', 'revoke', id])).stdout).toContain(`${id}  revoked`);
    const listed = (await tool(['keys', 'list'])).stdout;
    expect(listed).toMatch(new RegExp(`${id}.*ci.*\\[charges:write wallets:read\\].*revoked`));
    expect((await tool(['migrate'])).stdout).toContain('the schema is up to date');
  });

  test('names each wrong setting and ends with 1', async () => {
    const ended = await tool(['serve'], {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      STRIPE_SECRET_KEY: 'sk_test_1',
      DATABASE_URL: 'nowhere',
    });
    expect(ended.code).toBe(1);
    for (const name of ['PORT', 'LOG_LEVEL', 'STRIPE_WEBHOOK_SECRET', 'DATABASE_URL']) {
      expect(ended.stderr).toMatch(new RegExp(`^ {2}${name}: `, 'm'));
    }
  });

  test('says that a database cannot be reached, and how to mend it', async () => {
    const ended = await tool(['serve'], { PORT: '0', DATABASE_URL: 'postgres://kopai@127.0.0.1:1/kopai' });
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/cannot be reached.*DATABASE_URL/)]);
  });

  test('says that the data folder cannot be written to', async () => {
    const { url } = await freshDatabase();
    const below = join(dataDir, 'secret-key', 'below-a-file');
    const env = { PORT: '0', DATABASE_URL: url, KOPAI_SECRET_KEY: 'kopai_sk_given', KOPAI_DATA_DIR: below };
    const ended = await tool(['serve'], env);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/secret-key.*KOPAI_DATA_DIR/)]);
  });

  test('says how it is used, and ends with 2 where it was used otherwise', async () => {
    expect(await tool(['help'])).toMatchObject({ code: 0, stderr: expect.stringContaining('kopai serve') });
    for (const args of [
      ['fly'],
      ['keys', 'create', '--name', 'x', '--scope', 'everything'],
      ['keys', 'create', '--nome', 'x'],
    ]) {
      expect((await tool(args)).code).toBe(2);
    }
  });

  describe('two processes on one database', () => {
    test('give the same answers: 3 free of 50, 70 of 200, one of 20', async () => {
      const { url } = await freshDatabase();
      const env = { DATABASE_URL: url, KOPAI_DATA_DIR: dataDir, KOPAI_SECRET_KEY: 'kopai_sk_shared_by_both' };
      const servers = [await serveProcess(env), await serveProcess(env)] as const;
      const either = (i: number) => servers[i % 2 === 0 ? 0 : 1].kopai;
      const [one] = servers;
      await putAgent(one.kopai, 'free', { infra: credit, freeMessages: 3 });
      await putAgent(one.kopai, 'paid', { infra: credit });
      await grant(one.kopai, 'user:payer', 70n * credit);
      const settle = <T>(count: number, make: (i: number) => Promise<T>) =>
        Promise.allSettled(Array.from({ length: count }, (_, i) => make(i)));

      const free = await settle(50, (i) =>
        either(i).charges.create({ agentId: 'free', userId: 'poor', messageId: `f${i}` }),
      );
      expect(free.filter((one) => one.status === 'fulfilled')).toHaveLength(3);
      const paid = await settle(200, (i) =>
        either(i).charges.create({ agentId: 'paid', userId: 'payer', messageId: `p${i}` }),
      );
      expect(paid.filter((one) => one.status === 'fulfilled')).toHaveLength(70);
      expect(paid.every((one) => one.status === 'fulfilled' || one.reason instanceof InsufficientCreditsError)).toBe(
        true,
      );
      await grant(one.kopai, 'user:payer', 2n * credit);
      const same = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          either(i).charges.create({ agentId: 'paid', userId: 'payer', messageId: 'same' }),
        ),
      );
      expect(
        new Set(
          same.map((charge) =>
            JSON.stringify(charge, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
          ),
        ).size,
      ).toBe(1);
      expect(await servers[1].kopai.wallets.get('user:payer')).toMatchObject({ balance: credit });

      expect((await tool(['verify'], { DATABASE_URL: url })).code).toBe(0);
      for (const { process } of servers) process.kill('SIGTERM');
      for (const { process } of servers) expect(await process.ended).toMatchObject({ code: 0 });
    });
  });
});
