import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Charge } from '@kopai/sdk';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { defaultPacks } from '../src/catalog/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;

/** A host's backend that takes every event of a charge. */
async function openEar(): Promise<{ url: string; heard: Charge[] }> {
  const heard: Charge[] = [];
  const listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(JSON.parse(body).data);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void listener.close());
  await once(listener, 'listening');
  return { url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`, heard };
}

/** Every server remembers what it saw. Here another one changes it, and the answers must be those of the database. */
describe('a charge that is decided on what a server remembers', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let twin: RunningServer;
  let sent = 0;

  const send = (agentId: string, userId: string, more: { messageId?: string; orgId?: string } = {}, by = server) =>
    by.kopai.charges.create({ agentId, userId, messageId: `fenced-${++sent}`, ...more });

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
    twin = await runServer(database);
    await putAgent(server.kopai, 'plain', { infra: credit, addOn: credit, orgId: 'maker' });
  });
  afterAll(async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });

  test('costs the price that another server has just set', async () => {
    await putAgent(server.kopai, 'moving', { infra: credit, orgId: 'maker' });
    await grant(server.kopai, 'user:price', 100n * credit);
    expect(await send('moving', 'price')).toMatchObject({ amount: credit });
    await twin.kopai.models.put('model-of-moving', { name: 'Dearer', infra: 3n * credit });
    expect(await send('moving', 'price')).toMatchObject({ amount: 3n * credit });
    await putAgent(twin.kopai, 'moving', { infra: 3n * credit, addOn: 2n * credit, orgId: 'mover' });
    expect(await send('moving', 'price')).toMatchObject({ amount: 5n * credit });
    expect((await server.kopai.wallets.earnings('org:mover')).pending).toBe(1_400_000n);
  });

  test('is refused by the balance that is there, and by no memory of it', async () => {
    await grant(server.kopai, 'user:purse', 5n * credit);
    await send('plain', 'purse');
    await send('plain', 'purse', {}, twin);
    await expect(send('plain', 'purse')).rejects.toMatchObject({ code: 'insufficient_credits', balance: credit });
    await grant(twin.kopai, 'user:purse', 10n * credit);
    expect(await send('plain', 'purse')).toMatchObject({ balanceAfter: 9n * credit });
    await twin.kopai.adjustments.create({ wallet: 'user:purse', amount: -9n * credit, reason: 'test' });
    await expect(send('plain', 'purse')).rejects.toMatchObject({ code: 'insufficient_credits', balance: 0n });
  });

  test('of a message that another server has charged is that charge, even where the wallet is empty by now', async () => {
    await grant(server.kopai, 'user:again', 4n * credit);
    await send('plain', 'again');
    const first = await send('plain', 'again', { messageId: 'fenced-again' }, twin);
    expect(await send('plain', 'again', { messageId: 'fenced-again' })).toEqual(first);
    await expect(send('plain', 'other', { messageId: 'fenced-again' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  test('meets a budget that another server has set, and one that it has lifted', async () => {
    await grant(server.kopai, 'org:team', 100n * credit);
    await send('plain', 'mem', { orgId: 'team' });
    await twin.kopai.budgets.put('org:team', 'mem', { limit: 3n * credit, period: 'day' });
    await expect(send('plain', 'mem', { orgId: 'team' })).rejects.toMatchObject({
      code: 'budget_exceeded',
      spent: 2n * credit,
    });
    await twin.kopai.budgets.put('org:team', 'mem', { limit: null, period: 'day' });
    expect(await send('plain', 'mem', { orgId: 'team' })).toMatchObject({ balanceAfter: 96n * credit });
  });

  test('is free where another server gave a free message back', async () => {
    await putAgent(server.kopai, 'trial', { infra: credit, freeMessages: 1, orgId: 'maker' });
    await grant(server.kopai, 'user:trier', 10n * credit);
    const free = await send('trial', 'trier');
    expect(free.free).toBe(true);
    expect(await send('trial', 'trier')).toMatchObject({ free: false, amount: credit });
    expect(await send('trial', 'trier')).toMatchObject({ free: false, amount: credit });
    await twin.kopai.charges.refund(free.id);
    expect(await send('trial', 'trier')).toMatchObject({ free: true, amount: 0n });
    expect(await send('trial', 'trier')).toMatchObject({ free: false });
  });

  test('is told to an endpoint that another server has just put, each once', async () => {
    const { url, heard } = await openEar();
    await grant(server.kopai, 'user:heard', 500n * credit);
    await send('plain', 'heard');
    await twin.kopai.webhookEndpoints.put('ear', { url, events: ['charge.captured'] });
    const messages = Array.from({ length: 40 }, (_, i) => `told-${i}`);
    await Promise.all(messages.map((messageId) => send('plain', 'heard', { messageId })));
    await until(async () => heard.length >= 40, 30_000);
    expect(heard.map(({ messageId }) => messageId).toSorted()).toEqual(messages.toSorted());
    await twin.kopai.webhookEndpoints.delete('ear');
  });

  test('alone fails in a batch; twins within it are one', async () => {
    await grant(server.kopai, 'user:batch', 100n * credit);
    const charge = (messageId: string, more = {}) => ({ agentId: 'plain', userId: 'batch', messageId, ...more });
    const { data: outcomes } = await server.kopai.charges.createBatch([
      charge('b-1'),
      charge('b-2', { agentId: 'nowhere' }),
      charge('b-1'),
      charge('b-1', { userId: 'poor' }),
      charge('b-3', { userId: 'poor' }),
      charge('b-4'),
    ]);
    expect(outcomes.map((it) => (it.ok ? it.replayed : it.problem.code))).toEqual([
      false,
      'agent_not_found',
      true,
      'idempotency_key_reused',
      'insufficient_credits',
      false,
    ]);
    expect((await server.kopai.wallets.get('user:batch')).balance).toBe(96n * credit);
  });

  describe('is written the same alone as among others', () => {
    const kinds = [
      { kind: 'with an add-on', agentId: 'alike-both', infra: credit, addOn: credit, lines: 2 },
      { kind: 'without an add-on', agentId: 'alike-bare', infra: credit, addOn: 0n, lines: 1 },
      {
        kind: 'with an add-on that leaves the creator nothing',
        agentId: 'alike-tiny',
        infra: credit,
        addOn: 1n,
        lines: 1,
      },
      { kind: 'without infra', agentId: 'alike-gift', infra: 0n, addOn: credit, lines: 2 },
      { kind: 'that holds', agentId: 'alike-held', infra: credit, addOn: credit, lines: 2, capture: false },
    ];
    test.each(kinds)('$kind', async ({ agentId, infra, addOn, lines, capture }) => {
      await putAgent(server.kopai, agentId, { infra, addOn, orgId: `maker-of-${agentId}` });
      await grant(server.kopai, `user:${agentId}`, 100n * credit);
      const order = (message: number) => ({
        agentId,
        userId: agentId,
        messageId: `${agentId}-${message}`,
        ...(capture === false && { capture }),
      });
      const { batches } = server.app.services.charges.counts();
      // The first goes alone and uses accounts for the first time; the others gather meanwhile; the last is alone again.
      const outcomes = await server.kopai.charges.createBatch([order(0), order(1), order(2), order(3)]);
      expect(outcomes.data.map(({ ok }) => ok)).toEqual([true, true, true, true]);
      await server.kopai.charges.create(order(4));
      expect(server.app.services.charges.counts().batches - batches).toBe(3);
      const written = await database.pool.query<{ charge: object; lines: object[] }>(
        `select to_jsonb(c) - '{id,message_id,idempotency_key,created_at,captured_at,hold_expires_at,balance_after}'::text[] as charge,
           (select jsonb_agg(to_jsonb(e) - '{transaction_id,seq,created_at,balance_after,infra_seq,infra_after,marketplace_seq,marketplace_after}'::text[]
              order by e.account)
            from ledger_entries e where e.transaction_id = transaction_of_charge(c.id)) as lines
         from charges c where agent_id = $1 order by c.message_id`,
        [agentId],
      );
      expect(written).toHaveLength(5);
      expect(written[0]?.lines).toHaveLength(lines);
      for (const other of written) expect(other).toEqual(written[0]);
    });
  });

  test('is exact where batches follow each other unseen, and repeated or refused messages break some of them', async () => {
    const wallets = ['p1', 'p2', 'p3', 'p4'];
    for (const user of wallets) await grant(server.kopai, `user:${user}`, 300n * credit);
    // Each message is sent twice, somewhere else in the rush; a wallet pays for 150 of its 200.
    const messages = Array.from({ length: 1_600 }, (_, i) => ({
      user: wallets[i % 4] ?? '',
      messageId: `rush-${i % 800}`,
    }));
    const answers = await Promise.all(
      messages.map(({ user, messageId }) =>
        send('plain', user, { messageId }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'insufficient_credits', balance: 0n });
        }),
      ),
    );
    for (let i = 0; i < 800; i += 1) expect(answers[i], messages[i]?.messageId).toEqual(answers[i + 800]);
    const made = new Set(answers.flatMap((charge) => charge?.id ?? []));
    expect(made.size).toBe(600);
    for (const user of wallets) expect((await server.kopai.wallets.get(`user:${user}`)).balance).toBe(0n);
  });

  test('is exact where two servers charge the same wallets at once', async () => {
    const wallets = ['c1', 'c2', 'c3'];
    for (const user of wallets) await grant(server.kopai, `user:${user}`, 100n * credit);
    const both = Array.from({ length: 240 }, (_, i) =>
      send('plain', wallets[i % 3] ?? '', { messageId: `both-${i % 200}` }, i % 2 ? server : twin).then(
        (charge) => charge.messageId,
        (error: unknown) => {
          expect(error).toMatchObject({ code: expect.stringMatching(/insufficient_credits|idempotency_key_reused/) });
        },
      ),
    );
    const made = new Set((await Promise.all(both)).filter((id) => id !== undefined));
    const left = await Promise.all(
      wallets.map(async (user) => (await server.kopai.wallets.get(`user:${user}`)).balance),
    );
    expect(300n * credit - left.reduce((sum, balance) => sum + balance, 0n)).toBe(BigInt(made.size) * 2n * credit);
    expect(left.every((balance) => balance >= 0n)).toBe(true);
  });

  describe('is charged from wherever the wallet is, while both servers charge it in turns', () => {
    const counts = () => [server, twin].map(({ app }) => app.services.charges.counts());
    /** Charges 2 credits each, in turns; gives what was left after each. */
    const inTurns = async (userId: string, times: number) => {
      const left: bigint[] = [];
      for (let i = 0; i < times; i += 1)
        left.push((await send('plain', userId, {}, i % 2 ? server : twin)).balanceAfter);
      return left;
    };
    const downFrom = (credits: number, times: number) =>
      Array.from({ length: times }, (_, i) => BigInt(credits - 2 * (i + 1)) * credit);

    beforeAll(async () => {
      await grant(server.kopai, 'user:shared', 1_000n * credit);
      // Each learns of the other.
      await inTurns('shared', 4);
    });

    test('with what is left, and never under locks', async () => {
      const before = counts().map(({ locked }) => locked);
      const begin = performance.now();
      for (let left = 992; performance.now() - begin < 1_500; left -= 40)
        expect(await inTurns('shared', 20)).toEqual(downFrom(left, 20));
      expect(counts().map(({ shared }) => shared)).toEqual([true, true]);
      expect(counts().map(({ locked }) => locked)).toEqual(before);
    });

    test('and with an alert by whoever takes it below the mark', async () => {
      await grant(server.kopai, 'user:edge', 11n * credit);
      await inTurns('shared', 2);
      expect(await inTurns('edge', 5)).toEqual(downFrom(11, 5));
      const alerts = await database.pool.query("select wallet from low_balance_alerts where wallet = 'user:edge'");
      expect(alerts).toHaveLength(1);
    });

    test('and with an automatic top-up by whoever takes it below its threshold', async () => {
      await grant(server.kopai, 'user:auto', 100n * credit);
      await database.pool.query(
        `insert into auto_topups (wallet, enabled, threshold, pack_id, monthly_cap, changed_by, changed_at)
         select 'user:auto', true, $1, $2, $3, 'test', now()`,
        [90n * credit, defaultPacks[0]?.id, 1_000_000n * credit],
      );
      await inTurns('shared', 2);
      expect(await inTurns('auto', 6)).toEqual(downFrom(100, 6));
      // There is no card to charge, which is found by whoever comes to charge it.
      await until(
        async () =>
          (await database.pool.query("select from auto_topups where wallet = 'user:auto' and obstacle = 'needs_card'"))
            .length === 1,
      );
    });

    test('and is free where the other gave a free message back', async () => {
      await putAgent(server.kopai, 'again', { infra: credit, addOn: credit, freeMessages: 1, orgId: 'maker' });
      await grant(server.kopai, 'user:again-free', 100n * credit);
      const free = await send('again', 'again-free');
      for (const by of [server, twin, server])
        expect(await send('again', 'again-free', {}, by)).toMatchObject({ free: false });
      await inTurns('shared', 2);
      await twin.kopai.charges.refund(free.id);
      expect(await send('again', 'again-free')).toMatchObject({ free: true, amount: 0n });
    });

    test('and is told to whoever listens, with what is left', async () => {
      const { url, heard } = await openEar();
      await grant(server.kopai, 'user:told', 100n * credit);
      await inTurns('shared', 2);
      await twin.kopai.webhookEndpoints.put('ear-2', { url, events: ['charge.captured'] });
      expect(await inTurns('told', 10)).toEqual(downFrom(100, 10));
      await until(async () => heard.length >= 10, 30_000);
      expect(heard.map(({ balanceAfter }) => Number(balanceAfter)).toSorted((a, b) => b - a)).toEqual(
        downFrom(100, 10).map((left) => Number(left / credit)),
      );
      await twin.kopai.webhookEndpoints.delete('ear-2');
    });
  });

  test('goes back to memory when the other server has stopped charging, however busy this one is', async () => {
    const users = Array.from({ length: 100 }, (_, i) => `busy-${i}`);
    for (const user of users) await grant(server.kopai, `user:${user}`, 100_000n * credit);
    let isOver = false;
    const keepBusy = ({ app }: RunningServer, isDone: () => boolean) =>
      users.flatMap((userId) =>
        [1, 2, 3].map(async () => {
          while (!isDone())
            await app.services.charges.create({ agentId: 'plain', userId, messageId: `fenced-${++sent}` });
        }),
      );
    let isAlone = false;
    const others = keepBusy(twin, () => isAlone);
    const own = keepBusy(server, () => isOver);
    await until(async () => server.app.services.charges.counts().shared);
    isAlone = true;
    await Promise.all(others);
    await until(async () => !server.app.services.charges.counts().shared);
    // Both lanes try it again at once, and neither must take the other for another process.
    const seen: boolean[] = [];
    for (let i = 0; i < 20; i += 1) {
      await sleep(50);
      seen.push(server.app.services.charges.counts().shared);
    }
    isOver = true;
    await Promise.all(own);
    expect(seen).toEqual(seen.map(() => false));
  });

  test('is made once where its connection is cut, whatever became of it', async () => {
    await grant(server.kopai, 'user:cut', 1_000n * credit);
    const patient = server.client({ apiKey: server.secretKey, maxRetries: 8 });
    let running = true;
    const cutting = (async () => {
      while (running) {
        await sleep(250);
        await database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'kopai charges' and datname = current_database()`,
        );
      }
    })();
    const charges = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await sleep(i * 10);
        return patient.charges.create({ agentId: 'plain', userId: 'cut', messageId: `cut-${i}` });
      }),
    );
    running = false;
    await cutting;
    expect(new Set(charges.map(({ id }) => id)).size).toBe(300);
    expect((await server.kopai.wallets.get('user:cut')).balance).toBe(400n * credit);
  });
});
