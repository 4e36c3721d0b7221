import { InsufficientCreditsError, KopaiError } from '@kopai/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const times = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, i) => make(i)));
const fulfilled = <T>(settled: PromiseSettledResult<T>[]) =>
  settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
const rejected = (settled: PromiseSettledResult<unknown>[]) =>
  settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));

describe('charges at once, on real PostgreSQL, through two servers', () => {
  let database: TestDatabase;
  let one: RunningServer;
  let two: RunningServer;
  /** The servers in turn: neither may know anything the other does not. */
  const either = (i: number) => (i % 2 === 0 ? one : two).kopai;

  beforeAll(async () => {
    database = await freshDatabase();
    one = await runServer(database);
    two = await runServer(database);
  });

  test('200 charges on a wallet that affords 70 make exactly 70', async () => {
    await putAgent(one.kopai, 'seventy', { infra: credit, addOn: 333_333n });
    const price = credit + 333_333n;
    await grant(one.kopai, 'user:seventy', price * 70n + price - 1n);
    const settled = await times(200, (i) =>
      either(i).charges.create({ agentId: 'seventy', userId: 'seventy', messageId: `seventy-${i}` }),
    );
    expect(fulfilled(settled)).toHaveLength(70);
    expect(rejected(settled).every((error) => error instanceof InsufficientCreditsError)).toBe(true);
    const wallet = await one.kopai.wallets.get('user:seventy');
    expect(wallet.balance).toBe(price - 1n);
    const after = fulfilled(settled).map((charge) => charge.balanceAfter);
    expect(new Set(after).size, 'every charge left another balance').toBe(70);
  });

  test('50 messages against 3 free ones are 3 free, and the rest paid', async () => {
    await putAgent(one.kopai, 'three-free', { infra: credit, addOn: credit, freeMessages: 3 });
    await grant(one.kopai, 'user:free', 100n * credit);
    const charges = fulfilled(
      await times(50, (i) =>
        either(i).charges.create({ agentId: 'three-free', userId: 'free', messageId: `free-${i}` }),
      ),
    );
    expect(charges).toHaveLength(50);
    expect(charges.filter((charge) => charge.free)).toHaveLength(3);
    expect((await two.kopai.wallets.get('user:free')).balance).toBe(6n * credit);
    expect(
      charges
        .filter((charge) => charge.free)
        .map((charge) => charge.freeMessagesRemaining)
        .sort(),
    ).toEqual([0, 1, 2]);
  });

  test('the same message 20 times at once is one charge and 19 replays of its answer', async () => {
    await putAgent(one.kopai, 'again', { infra: credit });
    await grant(one.kopai, 'user:again', 5n * credit);
    const body = { agentId: 'again', userId: 'again', messageId: 'again-1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const server = i % 2 === 0 ? one : two;
        const response = await server.call('POST /v1/charges', { token: one.secretKey, body });
        return {
          status: response.status,
          replayed: response.headers.get('Idempotency-Replayed'),
          text: await response.text(),
        };
      }),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(answers.filter(({ replayed }) => replayed === 'true')).toHaveLength(19);
    expect((await one.kopai.wallets.get('user:again')).balance).toBe(4n * credit);
  });

  test('one message charged to two payers at once is charged to one of them', async () => {
    await putAgent(one.kopai, 'two-payers', { infra: credit });
    await grant(one.kopai, 'user:payer', 5n * credit);
    await grant(one.kopai, 'org:payer', 5n * credit);
    for (let round = 0; round < 10; round++) {
      const body = { agentId: 'two-payers', userId: 'payer', messageId: `two-payers-${round}` };
      const settled = await Promise.allSettled([
        one.kopai.charges.create(body),
        two.kopai.charges.create({ ...body, orgId: 'payer' }),
      ]);
      expect(fulfilled(settled)).toHaveLength(1);
      const [error] = rejected(settled);
      expect(error).toBeInstanceOf(KopaiError);
      expect((error as KopaiError).code).toBe('idempotency_key_reused');
      await one.kopai.charges.refund(fulfilled(settled)[0]?.id ?? '');
    }
  });

  test('the same Idempotency-Key at once makes one adjustment', async () => {
    const key = 'adjust-once';
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        either(i).adjustments.create({ wallet: 'user:keyed', amount: credit, reason: 'once' }, { idempotencyKey: key }),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await one.kopai.wallets.get('user:keyed')).balance).toBe(credit);
  });

  test('a hold ends once: captured or released, whoever comes first', async () => {
    await putAgent(one.kopai, 'ending', { infra: credit, addOn: credit });
    await grant(one.kopai, 'user:ending', 20n * credit);
    for (let round = 0; round < 8; round++) {
      const hold = await one.kopai.charges.create({
        agentId: 'ending',
        userId: 'ending',
        messageId: `ending-${round}`,
        capture: false,
      });
      const settled = await times(6, (i) =>
        i % 2 === 0 ? one.kopai.charges.capture(hold.id) : two.kopai.charges.release(hold.id),
      );
      expect(fulfilled(settled)).toHaveLength(1);
      expect(rejected(settled).every((error) => (error as KopaiError).code === 'charge_not_held')).toBe(true);
    }
    expect((await one.kopai.wallets.get('user:ending')).held).toBe(0n);
  });

  test('a mixture of everything on few wallets neither deadlocks nor loses a microcredit', async () => {
    await putAgent(one.kopai, 'mixed-a', { infra: 10_001n, addOn: 77_777n, freeMessages: 1, orgId: 'mixed-org' });
    await putAgent(one.kopai, 'mixed-b', { infra: 5n, addOn: 1n, orgId: 'mixed-org' });
    for (const owner of ['user:m0', 'user:m1', 'org:mixed-org']) await grant(one.kopai, owner, credit);
    const settled = await times(240, async (i) => {
      const body = {
        agentId: i % 3 === 0 ? 'mixed-a' : 'mixed-b',
        userId: `m${i % 2}`,
        messageId: `mixed-${i % 200}`,
        ...(i % 5 === 0 && { orgId: 'mixed-org' }),
        ...(i % 4 === 0 && { capture: false }),
      };
      const charge = await either(i).charges.create(body);
      if (charge.status === 'held') await either(i + 1).charges[i % 8 === 0 ? 'capture' : 'release'](charge.id);
      else if (i % 7 === 0) await either(i + 1).charges.refund(charge.id);
    });
    const unexpected = rejected(settled).filter(
      (error) =>
        !(
          error instanceof KopaiError &&
          ['insufficient_credits', 'idempotency_key_reused', 'charge_not_held', 'charge_not_refundable'].includes(
            error.code,
          )
        ),
    );
    expect(unexpected).toEqual([]);
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
