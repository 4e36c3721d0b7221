import { KopaiError } from '@kopai/sdk';
import { expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';
import { grant, putAgent, runServer } from '../running-server.ts';

const credit = 1_000_000n;

test('a charge that waits too long for its wallet is told to come back, and is made once when it does', async () => {
  const database = await freshDatabase();
  const server = await runServer(database);
  await putAgent(server.kopai, 'writer', { infra: credit });
  await grant(server.kopai, 'user:ann', 10n * credit);
  const once = server.client({ apiKey: server.secretKey, maxRetries: 0, timeout: 60_000 });
  const charge = () => once.charges.create({ agentId: 'writer', userId: 'ann', messageId: 'one' });

  const holder = await database.pool.connect();
  await holder.command('begin');
  await holder.command('set local idle_in_transaction_session_timeout = 0');
  await holder.query("select from ledger_accounts where account = 'wallet:user:ann' for update");
  const refusal = await charge().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(KopaiError);
  expect(refusal).toMatchObject({ code: 'unavailable', status: 503 });
  await holder.command('rollback');
  holder.release();

  const [first, second] = [await charge(), await charge()];
  expect(second.id).toBe(first.id);
  expect((await server.kopai.wallets.get('user:ann')).balance).toBe(9n * credit);
});
