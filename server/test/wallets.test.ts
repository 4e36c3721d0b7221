import type { BalanceEvent, TransactionKind } from '@kopai/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;

describe('a wallet', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let twin: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1);

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs });
    twin = await runServer(database, { clock: () => nowMs });
  });

  test('exists from first use, and is empty until then', async () => {
    expect(await server.kopai.wallets.get('org:unknown')).toEqual({
      object: 'wallet',
      id: 'org:unknown',
      balance: 0n,
      held: 0n,
      available: 0n,
      debt: 0n,
      plan: 'free',
      lowBalance: true,
      autoTopup: null,
      seq: 0,
    });
    expect((await server.kopai.wallets.transactions('org:unknown')).data).toEqual([]);
  });

  describe('its history', () => {
    beforeAll(async () => {
      await putAgent(server.kopai, 'talk', { infra: 100_000n, addOn: 50_000n, orgId: 'talkers' });
      await grant(server.kopai, 'org:hist', 100n * credit);
      for (let i = 0; i < 30; i++) {
        nowMs += 60_000;
        const charge = await server.kopai.charges.create({
          agentId: 'talk',
          userId: `member-${i % 2}`,
          orgId: 'hist',
          messageId: `hist-${i}`,
        });
        if (i % 10 === 9) await server.kopai.charges.refund(charge.id);
      }
    });

    test('is complete, newest first, with balances that follow from each other', async () => {
      const lines = await Array.fromAsync(server.kopai.wallets.transactions('org:hist', { limit: 7 }));
      expect(lines).toHaveLength(34);
      expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 34 }, (_, i) => 34 - i));
      lines.slice(0, -1).forEach((line, i) => {
        expect(line.balanceAfter - line.amount).toBe(lines[i + 1]?.balanceAfter);
      });
      expect(lines[0]?.balanceAfter).toBe((await server.kopai.wallets.get('org:hist')).balance);
      expect(lines.find(({ kind }) => kind === 'charge')).toMatchObject({
        agentId: 'talk',
        agentName: 'Agent talk',
        parts: { infra: 100_000n, addOn: 50_000n },
        amount: -150_000n,
        userId: expect.stringMatching(/^member-/),
      });
    });

    test('stays on its page while new lines come in', async () => {
      const first = await server.kopai.wallets.transactions('org:hist', { limit: 5 });
      await grant(server.kopai, 'org:hist', credit);
      const second = await server.kopai.wallets.transactions('org:hist', { limit: 5, cursor: first.nextCursor ?? '' });
      expect(second.data[0]?.seq).toBe((first.data.at(-1)?.seq ?? 0) - 1);
    });

    test('is filtered by kind and by time', async () => {
      const kinds = async (kind: TransactionKind) =>
        (await Array.fromAsync(server.kopai.wallets.transactions('org:hist', { kind, limit: 10 }))).length;
      expect([await kinds('charge'), await kinds('refund'), await kinds('topup')]).toEqual([30, 3, 0]);
      const from = new Date(Date.UTC(2026, 5, 1) + 5 * 60_000).toISOString();
      const to = new Date(Date.UTC(2026, 5, 1) + 8 * 60_000).toISOString();
      const { data } = await server.kopai.wallets.transactions('org:hist', { from, to });
      expect(data.map(({ messageId }) => messageId)).toEqual(['hist-6', 'hist-5', 'hist-4']);
    });

    test('is a CSV file for who asks for one, safe to open in a spreadsheet', async () => {
      await server.kopai.adjustments.create({
        wallet: 'org:hist',
        amount: -1_500_000n,
        reason: '=HYPERLINK("http://evil"), "x"',
      });
      const response = await server.call('GET /v1/wallets/org:hist/transactions', {
        token: server.secretKey,
        headers: { Accept: 'text/csv' },
      });
      expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
      expect(response.headers.get('Content-Disposition')).toBe('attachment; filename=org-hist-transactions.csv');
      const rows = (await response.text()).split('\r\n');
      expect(rows[0]).toBe(
        'time,kind,credits,balance_after,earnings,agent,member,infra,add_on,reason,receipt,message,id',
      );
      expect(rows[1]).toContain(`,adjustment,-1.5,`);
      expect(rows[1]).toContain(`"'=HYPERLINK(""http://evil""), ""x"""`);
      expect(rows).toHaveLength(1 + 36 + 1);
      const filtered = await new Response(
        await server.kopai.wallets.transactionsCsv('org:hist', { kind: 'refund' }),
      ).text();
      expect(filtered.trim().split('\r\n')).toHaveLength(4);
    });
  });

  test('an adjustment says who and why, and takes no more than there is', async () => {
    const made = await server.kopai.adjustments.create({ wallet: 'user:adj', amount: 2n * credit, reason: 'A gift' });
    expect(made).toMatchObject({
      object: 'adjustment',
      amount: 2n * credit,
      reason: 'A gift',
      balanceAfter: 2n * credit,
    });
    expect(made.madeBy).toMatch(/^key:key_/);
    await expect(
      server.kopai.adjustments.create({ wallet: 'user:adj', amount: -3n * credit, reason: 'Too much' }),
    ).rejects.toMatchObject({ code: 'insufficient_credits', balance: 2n * credit, required: 3n * credit });
    const { data } = await server.kopai.wallets.transactions('user:adj');
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ kind: 'adjustment', reason: 'A gift' });
  });

  describe('its balance, live', () => {
    /** Reads events until one satisfies the condition. */
    async function heard(
      stream: AsyncIterable<BalanceEvent>,
      enough: (event: BalanceEvent) => boolean,
    ): Promise<BalanceEvent[]> {
      const events: BalanceEvent[] = [];
      for await (const event of stream) {
        events.push(event);
        if (enough(event)) return events;
      }
      throw new Error('the stream ended');
    }

    test('reaches every open page, also those that another server process feeds', async () => {
      const pages = [server, server, twin].map((one) =>
        one.client({ session: () => server.kopai.sessions.create({ userId: 'live', orgs: [] }) }),
      );
      const ends = pages.map((page) => heard(page.wallets.stream('me'), ({ balance }) => balance === 3n * credit));
      for (let i = 0; i < 3; i++) await grant(server.kopai, 'user:live', credit);
      for (const events of await Promise.all(ends)) {
        const seqs = events.map(({ seq }) => seq);
        expect(
          [...seqs].sort((a, b) => a - b),
          'seq only grows',
        ).toEqual(seqs);
        expect(events.at(-1)).toMatchObject({ available: 3n * credit, held: 0n, debt: 0n, lowBalance: true, seq: 3 });
      }
    });

    test('shows what is held, and comes back after a break knowing only what is new', async () => {
      await putAgent(server.kopai, 'live', { infra: credit });
      const { token } = await server.kopai.sessions.create({ userId: 'live', orgs: [] });
      const hold = await server.kopai.charges.create({
        agentId: 'live',
        userId: 'live',
        messageId: 'live-1',
        capture: false,
      });
      const open = async (lastEventId?: string) => {
        const abort = new AbortController();
        const response = await fetch(`${server.url}/v1/wallets/me/stream`, {
          headers: {
            Authorization: `Bearer ${token}`,
            ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
          },
          signal: abort.signal,
        });
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        return {
          type: response.headers.get('Content-Type'),
          async until(words: string) {
            while (!text.includes(words)) text += (await reader?.read())?.value ?? '';
            return text;
          },
          close: () => abort.abort(),
        };
      };
      const first = await open();
      expect(first.type).toMatch(/^text\/event-stream/);
      const text = await first.until('\n\nid: 4\n').catch(() => '');
      expect(text).toContain('event: balance\ndata: {"balance":"3","held":"1","available":"2"');
      first.close();
      const second = await open('4');
      await server.kopai.charges.capture(hold.id);
      const resumed = await second.until('id: 5\n');
      expect(resumed).not.toContain('id: 4\n');
      second.close();
    });

    test('is for sessions', async () => {
      const response = await server.call('GET /v1/wallets/user:live/stream', { token: server.secretKey });
      expect((await response.json()).code).toBe('credential_forbidden');
    });
  });

  test('and the ledger proves itself', async () => {
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
