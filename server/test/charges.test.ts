import {
  ConflictError,
  IdempotencyKeyReusedError,
  InsufficientCreditsError,
  NotFoundError,
  PermissionError,
  QuoteExpiredError,
} from '@kopai/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;

describe('charging messages', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1);
  const balance = async (wallet: string) => (await server.kopai.wallets.get(wallet)).balance;
  const account = async (name: string) => {
    const [row] = await database.pool.query<{ posted: bigint }>(
      'select coalesce(sum(posted), 0)::bigint as posted from ledger_accounts where account = $1',
      [name],
    );
    return row?.posted ?? 0n;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs });
  });

  test('a charge takes the total, and each part arrives where it belongs', async () => {
    await putAgent(server.kopai, 'parts', { infra: 200_000n, addOn: 333_333n, orgId: 'parts-org' });
    await grant(server.kopai, 'user:parts', 10n * credit);
    const [infra, market] = [await account('platform:infra_revenue'), await account('platform:marketplace_revenue')];
    const charge = await server.kopai.charges.create({ agentId: 'parts', userId: 'parts', messageId: 'parts-1' });
    expect(charge).toMatchObject({
      object: 'charge',
      status: 'captured',
      wallet: 'user:parts',
      free: false,
      amount: 533_333n,
      parts: { infra: 200_000n, addOn: 333_333n },
      freeMessagesRemaining: 0,
      balanceAfter: 10n * credit - 533_333n,
      orgId: null,
    });
    expect(await balance('user:parts')).toBe(10n * credit - 533_333n);
    expect((await account('platform:infra_revenue')) - infra).toBe(200_000n);
    expect(await account('earnings:parts-org:pending')).toBe(233_333n);
    expect((await account('platform:marketplace_revenue')) - market).toBe(100_000n);
    expect(await server.kopai.charges.get(charge.id)).toEqual(charge);
  });

  test("within an organization the organization pays, and never the member's own wallet", async () => {
    await putAgent(server.kopai, 'in-org', { infra: credit });
    await grant(server.kopai, 'org:payer', 2n * credit);
    await grant(server.kopai, 'user:member', 50n * credit);
    const body = { agentId: 'in-org', userId: 'member', orgId: 'payer' };
    await server.kopai.charges.create({ ...body, messageId: 'in-org-1' });
    await server.kopai.charges.create({ ...body, messageId: 'in-org-2' });
    await expect(server.kopai.charges.create({ ...body, messageId: 'in-org-3' })).rejects.toMatchObject({
      code: 'insufficient_credits',
      wallet: 'org:payer',
      balance: 0n,
      required: credit,
    });
    expect(await balance('user:member')).toBe(50n * credit);
  });

  test('free messages first: Kopai pays the infra, the creator waives, the user pays nothing', async () => {
    await putAgent(server.kopai, 'trial', { infra: credit, addOn: 2n * credit, freeMessages: 2, orgId: 'trial-org' });
    await grant(server.kopai, 'user:trial', 3n * credit);
    const make = (i: number) =>
      server.kopai.charges.create({ agentId: 'trial', userId: 'trial', messageId: `trial-${i}` });
    const subsidy = await account('platform:free_message_subsidy');
    expect(await make(1)).toMatchObject({
      free: true,
      amount: 0n,
      freeMessagesRemaining: 1,
      waived: { infra: credit, addOn: 2n * credit },
    });
    expect(await make(2)).toMatchObject({ free: true, amount: 0n, freeMessagesRemaining: 0 });
    expect(subsidy - (await account('platform:free_message_subsidy'))).toBe(2n * credit);
    expect(await account('earnings:trial-org:pending')).toBe(0n);
    expect(await make(3)).toMatchObject({ free: false, amount: 3n * credit });
    const kinds = (await server.kopai.wallets.transactions('user:trial')).data.map(({ kind, amount }) => [
      kind,
      amount,
    ]);
    expect(kinds).toEqual([
      ['charge', -3n * credit],
      ['free_message', 0n],
      ['free_message', 0n],
      ['adjustment', 3n * credit],
    ]);
  });

  test('an organization that runs its own agent pays infra only', async () => {
    await putAgent(server.kopai, 'own', { infra: credit, addOn: 5n * credit, orgId: 'own-org' });
    await grant(server.kopai, 'org:own-org', 10n * credit);
    const page = server.page({ userId: 'boss', orgs: [{ id: 'own-org', role: 'owner' }] });
    const { data } = await page.quotes.list({ agent: ['own'], wallet: 'org:own-org' });
    expect(data[0]).toMatchObject({ addOn: 0n, total: credit, affordableMessages: 10 });
    const charge = await server.kopai.charges.create({
      agentId: 'own',
      userId: 'boss',
      orgId: 'own-org',
      messageId: 'own-1',
      quote: data[0]?.token ?? '',
    });
    expect(charge).toMatchObject({ amount: credit, parts: { infra: credit, addOn: 0n } });
    await grant(server.kopai, 'user:boss', 10n * credit);
    await expect(
      server.kopai.charges.create({ agentId: 'own', userId: 'boss', messageId: 'own-2', quote: data[0]?.token ?? '' }),
      'a price for one wallet is no price for another',
    ).rejects.toMatchObject({ code: 'quote_invalid' });
  });

  test('a private agent works within its own organization, and for nobody else’s', async () => {
    await putAgent(server.kopai, 'private', { infra: credit, visibility: 'private', orgId: 'secretive' });
    await grant(server.kopai, 'org:secretive', credit);
    await grant(server.kopai, 'org:stranger', credit);
    const body = { agentId: 'private', userId: 'u' };
    expect(await server.kopai.charges.create({ ...body, orgId: 'secretive', messageId: 'private-1' })).toMatchObject({
      amount: credit,
    });
    await expect(
      server.kopai.charges.create({ ...body, orgId: 'stranger', messageId: 'private-2' }),
    ).rejects.toMatchObject({
      code: 'not_a_member',
      status: 403,
    });
    await expect(
      server.kopai.charges.create({ ...body, orgId: 'stranger', messageId: 'private-2' }),
    ).rejects.toBeInstanceOf(PermissionError);
  });

  describe('a quote binds', () => {
    test('through a price rise, until it expires', async () => {
      await putAgent(server.kopai, 'bound', { infra: credit, addOn: credit });
      await grant(server.kopai, 'user:bound', 100n * credit);
      const { data } = await server.client().quotes.list({ agent: ['bound'] });
      const [quote] = data;
      expect(quote).toMatchObject({ total: 2n * credit, totalCents: 20, version: 1 });
      await putAgent(server.kopai, 'bound', { infra: 5n * credit, addOn: 4n * credit });
      const make = (i: number, token?: string) =>
        server.kopai.charges.create({
          agentId: 'bound',
          userId: 'bound',
          messageId: `bound-${i}`,
          ...(token !== undefined && { quote: token }),
        });
      expect(await make(1, quote?.token)).toMatchObject({ amount: 2n * credit, quoteVersion: 1 });
      expect(await make(2)).toMatchObject({ amount: 9n * credit, quoteVersion: 3 });
      const before = nowMs;
      nowMs = Date.parse(quote?.expiresAt ?? '');
      await expect(make(3, quote?.token)).rejects.toBeInstanceOf(QuoteExpiredError);
      expect(await make(1, quote?.token), 'a message that was charged is answered, however late').toMatchObject({
        amount: 2n * credit,
      });
      nowMs = before;
    });

    test('to its own agent, and only as we wrote it', async () => {
      await putAgent(server.kopai, 'bound-other', { infra: credit });
      const { data } = await server.client().quotes.list({ agent: ['bound-other'] });
      const token = data[0]?.token ?? '';
      const make = (agentId: string, quote: string) =>
        server.kopai.charges.create({ agentId, userId: 'bound', messageId: 'forged', quote });
      await expect(make('bound', token)).rejects.toMatchObject({ code: 'quote_invalid', status: 400 });
      await expect(make('bound-other', `${token.slice(0, -3)}AAA`)).rejects.toMatchObject({ code: 'quote_invalid' });
      const [, payload] = token.split('.');
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      await expect(make('bound-other', unsigned)).rejects.toMatchObject({ code: 'quote_invalid' });
    });
  });

  describe('a hold', () => {
    test('keeps the credits beside the wallet, then pays', async () => {
      await putAgent(server.kopai, 'held', { infra: credit, addOn: credit, orgId: 'held-org' });
      await grant(server.kopai, 'user:held', 3n * credit);
      const hold = await server.kopai.charges.create({
        agentId: 'held',
        userId: 'held',
        messageId: 'held-1',
        capture: false,
      });
      expect(hold).toMatchObject({ status: 'held', amount: 2n * credit });
      expect(await server.kopai.wallets.get('user:held')).toMatchObject({
        balance: 3n * credit,
        held: 2n * credit,
        available: credit,
      });
      await expect(
        server.kopai.charges.create({ agentId: 'held', userId: 'held', messageId: 'held-2' }),
      ).rejects.toBeInstanceOf(InsufficientCreditsError);
      const captured = await server.kopai.charges.capture(hold.id);
      expect(captured.status).toBe('captured');
      expect(await server.kopai.wallets.get('user:held')).toMatchObject({
        balance: credit,
        held: 0n,
        available: credit,
      });
      expect(await account('earnings:held-org:pending')).toBe(1_400_000n / 2n);
      await expect(server.kopai.charges.capture(hold.id)).rejects.toBeInstanceOf(ConflictError);
      await expect(server.kopai.charges.release(hold.id)).rejects.toMatchObject({
        code: 'charge_not_held',
        chargeStatus: 'captured',
      });
    });

    test('goes back when it is released, with its free message', async () => {
      await putAgent(server.kopai, 'released', { infra: credit, freeMessages: 1 });
      const make = (i: number) =>
        server.kopai.charges.create({
          agentId: 'released',
          userId: 'released',
          messageId: `released-${i}`,
          capture: false,
        });
      const first = await make(1);
      expect(first).toMatchObject({ free: true, amount: 0n });
      await server.kopai.charges.release(first.id);
      const second = await make(2);
      expect(second).toMatchObject({ free: true, freeMessagesRemaining: 0 });
      await server.kopai.charges.capture(second.id);
      const { data } = await server.kopai.wallets.transactions('user:released');
      expect(
        data.map(({ kind }) => kind),
        'what was held and captured says that it was free',
      ).toEqual(['free_message', 'hold', 'release', 'hold']);
    });

    test('is given back by itself after an hour', async () => {
      await putAgent(server.kopai, 'forgotten', { infra: credit });
      await grant(server.kopai, 'user:forgotten', credit);
      const hold = await server.kopai.charges.create({
        agentId: 'forgotten',
        userId: 'forgotten',
        messageId: 'forgotten-1',
        capture: false,
      });
      expect(await server.app.services.charges.releaseExpired()).toBe(0);
      nowMs += 61 * 60_000;
      expect(await server.app.services.charges.releaseExpired()).toBeGreaterThanOrEqual(1);
      expect(await server.kopai.charges.get(hold.id)).toMatchObject({ status: 'released' });
      expect(await server.kopai.wallets.get('user:forgotten')).toMatchObject({ held: 0n, available: credit });
    });
  });

  test('a refund reverses exactly the charge, once', async () => {
    await putAgent(server.kopai, 'refunded', { infra: 123n, addOn: 1_001n, orgId: 'refund-org' });
    await grant(server.kopai, 'user:refunded', credit);
    const charge = await server.kopai.charges.create({
      agentId: 'refunded',
      userId: 'refunded',
      messageId: 'refunded-1',
    });
    expect(await account('earnings:refund-org:pending')).toBe(700n);
    expect(await server.kopai.charges.refund(charge.id)).toMatchObject({ status: 'refunded' });
    expect(await balance('user:refunded')).toBe(credit);
    expect(await account('earnings:refund-org:pending')).toBe(0n);
    await expect(server.kopai.charges.refund(charge.id)).rejects.toMatchObject({ code: 'charge_not_refundable' });
  });

  describe('a repeated request', () => {
    test('replays the first answer to the letter, whatever has become of the charge', async () => {
      await putAgent(server.kopai, 'replay', { infra: credit });
      await grant(server.kopai, 'user:replay', credit);
      const body = { agentId: 'replay', userId: 'replay', messageId: 'replay-1', capture: false };
      const send = (key?: string) =>
        server.call('POST /v1/charges', {
          token: server.secretKey,
          body,
          ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
        });
      const first = await send('replay-key');
      const text = await first.text();
      expect(first.headers.get('Idempotency-Replayed')).toBeNull();
      await server.kopai.charges.capture(JSON.parse(text).id);
      for (const key of ['replay-key', undefined]) {
        const again = await send(key);
        expect([again.status, again.headers.get('Idempotency-Replayed'), await again.text()]).toEqual([
          201,
          'true',
          text,
        ]);
      }
    });

    test.each([
      ['agent', { agentId: 'replay-too' }],
      ['user', { userId: 'somebody-else' }],
      ['organization', { orgId: 'replayers' }],
      ['way, held first', { capture: false }],
    ])('for another %s is refused, and the quote alone may be another', async (_, other) => {
      await putAgent(server.kopai, 'replay-too', { infra: credit });
      await grant(server.kopai, 'user:replay', 5n * credit);
      const request = { agentId: 'replay', userId: 'replay', messageId: `words-${Object.keys(other)}` };
      const first = await server.kopai.charges.create(request);
      await expect(server.kopai.charges.create({ ...request, ...other })).rejects.toMatchObject({
        code: 'idempotency_key_reused',
      });
      const { data } = await server.client().quotes.list({ agent: ['replay'] });
      const again = { ...request, quote: data[0]?.token ?? '', capture: true };
      expect(await server.kopai.charges.create(again)).toEqual(first);
    });

    test('with another body is refused, under its message id and under its key', async () => {
      await grant(server.kopai, 'user:replay', 5n * credit);
      const create = (messageId: string, userId: string, idempotencyKey: string) =>
        server.kopai.charges.create({ agentId: 'replay', userId, messageId }, { idempotencyKey });
      await create('other-1', 'replay', 'key-a');
      await expect(create('other-1', 'somebody-else', 'key-b')).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
      await expect(create('other-2', 'replay', 'key-a')).rejects.toMatchObject({
        status: 422,
        code: 'idempotency_key_reused',
      });
    });

    test('that was refused does not burn its key', async () => {
      await putAgent(server.kopai, 'later', { infra: credit });
      const body = { agentId: 'later', userId: 'later', messageId: 'later-1' };
      const options = { idempotencyKey: 'later-key' };
      await expect(server.kopai.charges.create(body, options)).rejects.toBeInstanceOf(InsufficientCreditsError);
      await grant(server.kopai, 'user:later', credit);
      expect(await server.kopai.charges.create(body, options)).toMatchObject({ amount: credit });
    });

    test('finds its answer although the wallet is empty by now', async () => {
      await putAgent(server.kopai, 'last', { infra: credit });
      await grant(server.kopai, 'user:last', credit);
      const body = { agentId: 'last', userId: 'last', messageId: 'last-1' };
      const first = await server.kopai.charges.create(body);
      expect(await server.kopai.charges.create(body)).toEqual(first);
    });

    test('of a capture under the same key is answered, under another it is refused', async () => {
      await grant(server.kopai, 'user:last', credit);
      const hold = await server.kopai.charges.create({
        agentId: 'last',
        userId: 'last',
        messageId: 'last-2',
        capture: false,
      });
      const first = await server.kopai.charges.capture(hold.id, { idempotencyKey: 'capture-once' });
      expect(await server.kopai.charges.capture(hold.id, { idempotencyKey: 'capture-once' })).toEqual(first);
      await expect(server.kopai.charges.capture(hold.id, { idempotencyKey: 'capture-twice' })).rejects.toBeInstanceOf(
        ConflictError,
      );
    });
  });

  test('many at once have an outcome each, in the order asked', async () => {
    await putAgent(server.kopai, 'bulk', { infra: credit });
    await grant(server.kopai, 'user:bulk', 2n * credit);
    const message = (agentId: string, i: number) => ({ agentId, userId: 'bulk', messageId: `bulk-${i}` });
    const charges = [
      message('bulk', 1),
      message('nobody', 2),
      message('bulk', 3),
      message('bulk', 4),
      message('bulk', 1),
    ];
    const { data } = await server.kopai.charges.createBatch(charges);
    expect(data.map((one) => (one.ok ? [one.charge.messageId, one.replayed] : one.problem.code))).toEqual([
      ['bulk-1', false],
      'agent_not_found',
      ['bulk-3', false],
      'insufficient_credits',
      ['bulk-1', true],
    ]);
  });

  test('an unknown charge or agent is said to be so', async () => {
    await expect(server.kopai.charges.get('chg_00000000000000000000000000')).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      server.kopai.charges.create({ agentId: 'nobody', userId: 'u', messageId: 'nobody-1' }),
    ).rejects.toMatchObject({
      code: 'agent_not_found',
    });
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
