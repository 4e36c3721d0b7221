import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from './database.ts';
import { grant, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;

describe('prices', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let nowMs = Date.UTC(2026, 5, 1, 12, 1);

  beforeAll(async () => {
    database = await freshDatabase();
    server = await runServer(database, { clock: () => nowMs });
  });

  test('of a hundred agents come in one answer, in the order asked, with what is missing', async () => {
    const ids = Array.from({ length: 99 }, (_, i) => `many-${i}`);
    await Promise.all(ids.map((id) => putAgent(server.kopai, id, { infra: credit })));
    const asked = [...ids.toReversed(), 'nobody'];
    const { data, missing } = await server.client().quotes.list({ agent: asked });
    expect(data.map(({ agentId }) => agentId)).toEqual(ids.toReversed());
    expect(missing).toEqual(['nobody']);
  });

  test('are cached by whoever asks, until they change', async () => {
    await putAgent(server.kopai, 'cached', { infra: 125_000n, addOn: 7n });
    const first = await server.call('GET /v1/quotes?agent=cached');
    expect(first.headers.get('Cache-Control')).toMatch(/^public, max-age=\d+/);
    const etag = first.headers.get('ETag') ?? '';
    const again = () =>
      server.call('GET /v1/quotes?agent=cached', { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } });
    expect((await again()).status).toBe(304);
    nowMs += 60_000;
    expect((await again()).status, 'a minute later the same quote').toBe(304);
    await putAgent(server.kopai, 'cached', { infra: 125_001n, addOn: 7n });
    expect((await again()).status).toBe(200);
  });

  test('are dollars rounded up, so that a tag never shows less than what is charged', async () => {
    const { data } = await server.client().quotes.list({ agent: ['cached'] });
    expect(data[0]).toMatchObject({ total: 125_008n, totalCents: 2 });
  });

  test('with a session say what is left for free and how far the wallet reaches', async () => {
    await putAgent(server.kopai, 'personal', { infra: credit, addOn: credit, freeMessages: 3 });
    await grant(server.kopai, 'user:reader', 9n * credit);
    await server.kopai.charges.create({ agentId: 'personal', userId: 'reader', messageId: 'personal-1' });
    const page = server.page({ userId: 'reader' });
    const { data } = await page.quotes.list({ agent: ['personal'] });
    expect(data[0]).toMatchObject({ freeMessages: { included: 3, remaining: 2 }, affordableMessages: 4 });
    const anonymous = (await server.client().quotes.list({ agent: ['personal'] })).data[0];
    expect(anonymous).toMatchObject({ freeMessages: { included: 3, remaining: null } });
    expect(anonymous).not.toHaveProperty('affordableMessages');
  });

  test('are good for at least ten minutes', async () => {
    for (let minute = 0; minute < 7; minute++) {
      nowMs += 60_000;
      const [quote] = (await server.client().quotes.list({ agent: ['cached'] })).data;
      const goodForMs = Date.parse(quote?.expiresAt ?? '') - nowMs;
      expect(goodForMs).toBeGreaterThanOrEqual(10 * 60_000);
      expect(goodForMs).toBeLessThanOrEqual(15 * 60_000);
    }
  });

  test('keep a history: each change is a version, and what changes no price is none', async () => {
    await server.kopai.models.put('versions', { name: 'V', infra: 1n });
    const agent = { name: 'V', modelId: 'versions', orgId: 'studio', visibility: 'public' as const, addOn: 1n };
    const put = async (change: object) => (await server.kopai.agents.put('versions', { ...agent, ...change })).version;
    expect(await put({})).toBe(1);
    expect(await put({ name: 'Another name' })).toBe(1);
    expect(await put({ addOn: 2n })).toBe(2);
    await server.kopai.models.put('versions', { name: 'Renamed', infra: 1n });
    expect((await server.kopai.agents.get('versions')).version).toBe(2);
    await server.kopai.models.put('versions', { name: 'Renamed', infra: 9n });
    expect(await server.kopai.agents.get('versions')).toMatchObject({ version: 3, infra: 9n, total: 11n });
    const rows = await database.pool.query(
      'select version, infra, add_on from agent_prices where agent_id = $1 order by version',
      ['versions'],
    );
    expect(rows).toEqual([
      { version: 1, infra: 1n, add_on: 1n },
      { version: 2, infra: 1n, add_on: 2n },
      { version: 3, infra: 9n, add_on: 2n },
    ]);
  });

  test('agents and models are listed in pages', async () => {
    const agents = await Array.fromAsync(server.kopai.agents.list({ limit: 40 }));
    expect(agents.length).toBeGreaterThan(100);
    expect(new Set(agents.map(({ id }) => id)).size).toBe(agents.length);
    const models = await Array.fromAsync(server.client().models.list({ limit: 100 }));
    expect(models.map(({ id }) => id)).toContain('model-of-cached');
  });

  test('the packs are there for everybody', async () => {
    const { data } = await server.client().packs.list();
    expect(data.map(({ id, credits, amountCents }) => [id, credits, amountCents])).toEqual([
      ['starter', 50n * credit, 500],
      ['standard', 150n * credit, 1500],
      ['pro', 500n * credit, 5000],
    ]);
  });
});
