import { beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
const elder = `txn_${'0'.repeat(26)}`;

/** A charge's row tells its first transaction; charges from before have a row of `ledger_transactions` for it. */
describe('the transaction of a charge', () => {
  let database: TestDatabase;
  let server: RunningServer;

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database);
    await putAgent(server.kopai, 'told', { infra: credit, addOn: credit, orgId: 'tellers', freeMessages: 1 });
  });

  const newest = async (wallet: string) => (await server.kopai.wallets.transactions(wallet, { limit: 1 })).data[0];

  /** What is found broken after damage that the schema would not let through, which is then taken back. */
  async function brokenBy(damage: string): Promise<string[]> {
    const found: string[] = [];
    const undo = new Error('seen');
    await inTransaction(database.pool, async (tx) => {
      await tx.query("set local session_replication_role = 'replica'");
      await tx.query(damage);
      for (const { name, offenders } of await verify(tx)) if (offenders.length > 0) found.push(name);
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return found;
  }

  test('has its id, and is told by its row', async () => {
    await grant(server.kopai, 'user:teller', 10n * credit);
    const free = await server.kopai.charges.create({ agentId: 'told', userId: 'teller', messageId: 'told-1' });
    expect(await newest('user:teller')).toMatchObject({
      id: `txn_${free.id.slice(4)}`,
      kind: 'free_message',
      chargeId: free.id,
      amount: 0n,
    });
    const charge = await server.kopai.charges.create({ agentId: 'told', userId: 'teller', messageId: 'told-2' });
    expect(await newest('user:teller')).toMatchObject({
      id: `txn_${charge.id.slice(4)}`,
      kind: 'charge',
      chargeId: charge.id,
      agentId: 'told',
      agentName: 'Agent told',
      messageId: 'told-2',
      parts: { infra: credit, addOn: credit },
      createdAt: charge.createdAt,
    });
    const hold = await server.kopai.charges.create({
      agentId: 'told',
      userId: 'teller',
      messageId: 'told-3',
      capture: false,
    });
    expect(await newest('user:teller')).toMatchObject({
      id: `txn_${hold.id.slice(4)}`,
      kind: 'hold',
      chargeId: hold.id,
    });
    await server.kopai.charges.capture(hold.id);
    expect(await newest('user:teller')).toMatchObject({ kind: 'capture', chargeId: hold.id });
    const headers = await database.pool.query(
      "select from ledger_transactions where source_kind = 'charge' or kind in ('charge', 'hold')",
    );
    expect(headers).toEqual([]);
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });

  test('reads the same where it has a row of its own, from before', async () => {
    await grant(server.kopai, 'user:elder', 10n * credit);
    await server.kopai.charges.create({ agentId: 'told', userId: 'elder', messageId: 'elder-1' });
    const charge = await server.kopai.charges.create({ agentId: 'told', userId: 'elder', messageId: 'elder-2' });
    const line = await newest('user:elder');
    await inTransaction(database.pool, async (tx) => {
      await tx.query("set local session_replication_role = 'replica'");
      await tx.query('update ledger_entries set transaction_id = $2 where transaction_id = transaction_of_charge($1)', [
        charge.id,
        elder,
      ]);
      await tx.query(
        `insert into ledger_transactions (id, kind, source_kind, source_id, created_at)
         select $2, 'charge', 'charge', id, created_at from charges where id = $1`,
        [charge.id, elder],
      );
    });
    expect(await newest('user:elder')).toEqual({ ...line, id: elder });
    await server.kopai.charges.refund(charge.id);
    expect(await newest('user:elder')).toMatchObject({ kind: 'refund', chargeId: charge.id });
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });

  test('has the platform’s income in its payer’s line, or in lines of their own, from before', async () => {
    await grant(server.kopai, 'user:former', 10n * credit);
    const charge = (messageId: string) => server.kopai.charges.create({ agentId: 'told', userId: 'former', messageId });
    await charge('former-free');
    const { id } = await charge('former-1');
    const linesOf = () =>
      database.pool.query<{ account: string; amount: bigint }>(
        'select account, lane, seq, kind, amount, balance_after from ledger_lines where transaction_id = transaction_of_charge($1) order by account',
        [id],
      );
    const lines = await linesOf();
    expect(lines.map(({ account, amount }) => [account, amount])).toEqual([
      ['earnings:tellers:pending', 700_000n],
      ['platform:infra_revenue', credit],
      ['platform:marketplace_revenue', 300_000n],
      ['wallet:user:former', -2n * credit],
    ]);
    const rows = () =>
      database.pool.query('select from ledger_entries where transaction_id = transaction_of_charge($1)', [id]);
    expect(await rows()).toHaveLength(2);
    await inTransaction(database.pool, async (tx) => {
      await tx.query("set local session_replication_role = 'replica'");
      await tx.query(
        `insert into ledger_entries (account, lane, seq, transaction_id, kind, amount, balance_after, created_at)
         select * from ledger_lines where transaction_id = transaction_of_charge($1) and account like 'platform:%'`,
        [id],
      );
      await tx.query(
        `update ledger_entries set infra = null, infra_seq = null, infra_after = null, marketplace = null, marketplace_seq = null, marketplace_after = null
         where transaction_id = transaction_of_charge($1)`,
        [id],
      );
    });
    expect(await rows()).toHaveLength(4);
    expect(await linesOf()).toEqual(lines);
    expect(await brokenInvariants(database.pool)).toEqual([]);
    await charge('former-2');
    await server.kopai.charges.refund(id);
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });

  const toldLine =
    "transaction_id = (select transaction_of_charge(id) from charges where message_id = 'told-2') and infra is not null";
  test.each([
    [`update ledger_entries set infra = infra + 1 where ${toldLine}`, 'every transaction sums to zero'],
    [
      `update ledger_entries set infra = infra + 1, marketplace = marketplace - 1 where ${toldLine}`,
      'every balance equals the sum of its entries',
    ],
    [`update ledger_entries set infra_seq = infra_seq + 1 where ${toldLine}`, 'seq has no gap'],
    [`update ledger_entries set marketplace_after = marketplace_after + 1 where ${toldLine}`, 'seq has no gap'],
    [`update ledger_entries set infra_seq = infra_seq - 1 where ${toldLine}`, 'seq has no gap'],
    [`update ledger_entries set income_lane = 63 - income_lane where ${toldLine}`, 'seq has no gap'],
    [
      `update ledger_entries set amount = amount + infra, infra = null, infra_seq = null, infra_after = null where ${toldLine}`,
      'every balance equals the sum of its entries',
    ],
    [
      `update ledger_entries set amount = amount + marketplace, marketplace = null, marketplace_seq = null, marketplace_after = null
       where ${toldLine}`,
      'seq has no gap',
    ],
    [`delete from ledger_entries where ${toldLine}`, 'every balance equals the sum of its entries'],
    ["update ledger_accounts set posted = posted + 1 where account = 'platform:infra_revenue'", 'every balance equals'],
    ["update ledger_accounts set seq = seq + 1 where account = 'platform:marketplace_revenue'", 'every balance equals'],
    ["delete from charges where message_id = 'told-2'", 'every entry belongs to a transaction or to a charge'],
    [`delete from ledger_transactions where id = '${elder}'`, 'every entry belongs to a transaction or to a charge'],
    [
      "update charges set held_first = true, hold_expires_at = now() where message_id = 'told-2'",
      'entries carry the kind and time of their transaction or charge',
    ],
    [
      "update charges set created_at = created_at + interval '1 ms' where message_id = 'told-1'",
      'entries carry the kind and time of their transaction or charge',
    ],
    [
      "update charges set amount = amount + 1, infra = infra + 1 where message_id = 'told-2'",
      "a charge took its amount from its payer's wallet",
    ],
    [
      "update charges set waived_infra = waived_infra + 1 where message_id = 'told-1'",
      "the platform's income is what captured charges brought it",
    ],
    [
      "update charges set platform_share = platform_share + 1, creator_share = creator_share - 1 where message_id = 'told-2'",
      "the platform's income is what captured charges brought it",
    ],
    [
      "update charges set settled_at = now(), settlement_id = 'txn_nowhere' where message_id = 'told-2'",
      'a settlement made available the shares that settled with it',
    ],
    ["delete from ledger_entries where kind = 'hold'", "a charge took its amount from its payer's wallet"],
  ])('is missed or contradicted: %s', async (damage, name) => {
    expect(await brokenBy(damage)).toContainEqual(expect.stringContaining(name));
  });
});
